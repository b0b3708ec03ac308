"""When the database is away: what that looks like from here, and what whoever waits for us is told."""

from django.db.utils import Error, InterfaceError, OperationalError

SECONDS_TO_WAIT = 5  # as `Retry-After`: a database that was killed is back by then
READ_ONLY = "25006"  # a standby, or one that an administrator holds still
SHUT_DOWN = ("57P01", "57P02", "57P03", "57P04", "57P05")  # by PostgreSQL itself, or by its administrator


def is_outage(error: BaseException | None) -> bool:
    """Whether `error` says that the database is gone, full, read-only or too busy: none of it our mistake.

    What was asked for may be tried again as it is. Whether it was done is known only when it can be repeated safely:
    a connection that breaks during COMMIT doesn't say.
    """
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    return isinstance(error, Error) and sqlstate(error) == READ_ONLY


def is_lost_connection(error: BaseException | None) -> bool:
    """Whether `error` came of a connection that ended, rather than of what was asked through it."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    return not sqlstate(error) or sqlstate(error) in SHUT_DOWN


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's own code for `error`; empty when it did not come from there."""
    return getattr(error.__cause__, "sqlstate", None) or ""
