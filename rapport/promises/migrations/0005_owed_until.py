"""Until when something is owed, as the database can find it and knows how many are when."""

from django.db import migrations

UNTIL = "(CASE WHEN state IN ('open', 'overdue') THEN due_at END)"


class Migration(migrations.Migration):
    dependencies = [("promises", "0004_old_overdue")]

    operations = [
        migrations.RunSQL(
            [
                f"CREATE INDEX promise_owed_until ON promises_promise ({UNTIL}) WHERE {UNTIL} IS NOT NULL",
                f"CREATE STATISTICS promise_owed_until_known ON {UNTIL} FROM promises_promise",
                "ANALYZE promises_promise",
            ],
            ["DROP STATISTICS promise_owed_until_known", "DROP INDEX promise_owed_until"],
        )
    ]
