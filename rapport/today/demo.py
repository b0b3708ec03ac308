"""Today tells what other slices hold; of the demo it only keeps who put which line away."""

from datetime import datetime

from django.db.models import CharField, F, Func, Value

from rapport.core.registry import DemoPart, demo_parts
from rapport.today.models import Tick


def forget(ids: set[str], at: datetime) -> None:
    """Ticks of lines about what went: `promise:<id>`."""
    about = Func(F("key"), Value(":"), Value(2), function="split_part", output_field=CharField())
    Tick.objects.annotate(about=about).filter(about__in=ids).delete()


demo_parts.add(DemoPart("today", lambda stage: None, order=60, forget=forget))
