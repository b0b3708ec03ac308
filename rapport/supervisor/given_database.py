"""A database that someone else runs for us: DATABASE_URL."""

import os

from rapport.supervisor.words import Problem

OLDEST = 16


def given_url() -> str | None:
    return os.environ.get("DATABASE_URL") or None


def check(url: str) -> None:
    """Raises `Problem` unless a PostgreSQL that is new enough answers there."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[-1].strip()
        raise Problem(f"The database of DATABASE_URL does not answer: {reason}") from None
    except (psycopg.Error, UnicodeError):
        raise Problem("DATABASE_URL is not an address of PostgreSQL, such as postgresql://user@host/name.") from None
    if version // 10000 < OLDEST:
        raise Problem(
            f"The database of DATABASE_URL is PostgreSQL {version // 10000}; Rapport needs {OLDEST} or newer."
        )
