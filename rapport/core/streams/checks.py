"""Whether open pages are told at once, for `bin/rapport doctor`."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from rapport.core.doctor.work import is_at_rest
from rapport.core.registry import Finding

LIVING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'rapport streams %'
"""


def streams(at: datetime) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(LIVING)
        [[living]] = cursor.fetchall()
    reachable = settings.STREAMS_ADDRESS or (settings.STREAMS_PORT and not settings.SECURE)
    if is_at_rest():
        yield Finding("ok", _("Rapport is not running here."))
    elif not living:
        yield Finding(
            "warning",
            _("Nobody tells open pages what is new: they ask every few seconds instead."),
            _("Start it: bin/rapport streams (bin/rapport up does so by itself)"),
        )
    elif not reachable:
        yield Finding(
            "warning",
            _("Browsers do not know where to hear what is new: pages ask every few seconds instead."),
            _("Let the proxy pass /streams/ on, and set RAPPORT_STREAMS_ADDRESS."),
        )
    else:
        yield Finding("ok", _("Open pages are told at once what is new."))
