"""How many requests a token may make: counted per minute in a table that no crash need survive."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

WINDOW = 60  # seconds

COUNT = """
INSERT INTO core_api_rate AS rate (token_id, window_start, requests)
VALUES (%(token)s, floor(extract(epoch FROM clock_timestamp()) / %(window)s)::bigint, 1)
ON CONFLICT (token_id) DO UPDATE SET
  requests = CASE WHEN rate.window_start = excluded.window_start THEN rate.requests + 1 ELSE 1 END,
  window_start = excluded.window_start
RETURNING requests, %(window)s - floor(extract(epoch FROM clock_timestamp()))::bigint %% %(window)s
"""


@dataclass(frozen=True)
class Rate:
    """Where a token stands in the present minute."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_spent(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """As the IETF draft on RateLimit header fields has them, and as its first versions had."""
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"token";q={self.limit};w={WINDOW}',
            "RateLimit": f'"token";r={left};t={self.seconds_left}',
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(self.seconds_left),
        }


def count(token_id) -> Rate:
    """Count one request of the token; one query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"token": token_id, "window": WINDOW})
        used, left = cursor.fetchone()
    return Rate(settings.API_REQUESTS_PER_MINUTE, used, int(left))
