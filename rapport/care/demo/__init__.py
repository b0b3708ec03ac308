"""What customers of Linden Workshop asked and complained of, and what did not work; in four languages.

Everything goes through the actions of a working day. Whatever would be sent was said by phone, or has its day in the
past, so that moving in writes to nobody.
"""

from typing import Any

from django.utils.translation import ngettext_lazy

from rapport.care.demo import complaints, disruptions, requests, shipment
from rapport.core.registry import DemoPart, demo_parts


def fill(stage: Any) -> None:
    requests.fill(stage)
    complaints.fill(stage)
    disruptions.fill(stage)
    shipment.fill(stage)


demo_parts.add(
    DemoPart(
        "care",
        fill,
        order=70,
        counted={
            "care.Case": ngettext_lazy("%(count)s request", "%(count)s requests", "count"),
            "care.Notice": ngettext_lazy("%(count)s notice", "%(count)s notices", "count"),
            "care.Incident": ngettext_lazy("%(count)s disruption", "%(count)s disruptions", "count"),
        },
    )
)
