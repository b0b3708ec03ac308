"""Parts of names, addresses and numbers are found in the one text of the search; three indexes less to write."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0019_choice_failures")]

    operations = [
        migrations.RemoveIndex("customer", "customer_search"),
        migrations.RemoveIndex("email", "email_parts"),
        migrations.RemoveIndex("phone", "phone_digits"),
    ]
