from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.staff.first_run import Beginning, beginnings

beginnings.add(
    Beginning(
        "customers",
        _("Bring your customers"),
        _("From a file: CSV or Excel, in any language. You see what will happen before anything is saved."),
        "file-import",
        lambda: reverse("imports:bring", args=["customers"]),
        order=10,
    )
)
beginnings.add(
    Beginning(
        "empty",
        _("Start empty"),
        _("Add customers one by one, as they come."),
        "sun",
        lambda: "/",
        order=90,
    )
)
