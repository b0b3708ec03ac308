"""How often a page asks the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def questions(client, path: str) -> int:
    """The queries behind `path`, opened once before: that somebody was here is noted only once in a while."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
