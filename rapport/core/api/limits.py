"""How many requests a token may make a minute. They are counted in a table that no crash need survive."""

from dataclasses import dataclass

from django.conf import settings

WINDOW = 60  # seconds


@dataclass(frozen=True)
class Rate:
    """Where a token stands in the present minute."""

    used: int
    seconds_left: int

    @property
    def limit(self) -> int:
        return settings.API_REQUESTS_PER_MINUTE

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
