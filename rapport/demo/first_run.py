from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.demo import actions
from rapport.staff.first_run import Beginning, beginnings

beginnings.add(
    Beginning(
        "demo",
        _("Look at the demo"),
        _("A made-up business moves in beside yours. One click removes it again, completely."),
        "eye",
        lambda: reverse("demo:moving_in"),
        order=20,
        is_posted=True,
        is_there=actions.has_room,
    )
)
beginnings.add(
    Beginning(
        "demo_here",
        _("Look at the demo"),
        _("A made-up business lives here already. One click removes it, completely."),
        "eye",
        lambda: reverse("demo:demo"),
        order=20,
        is_there=actions.lives_here,
    )
)
