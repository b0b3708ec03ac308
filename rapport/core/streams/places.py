"""Where browsers find the streams. Standard library only: the settings ask."""

from collections.abc import Iterable


def origins(address: str, port: str, hosts: Iterable[str], *, is_secure: bool) -> list[str]:
    """Where pages may connect to, for the content security policy."""
    if address:
        return [address]
    if not port or is_secure:
        return []
    return [f"http://{'*' + host if host.startswith('.') else host}:{port}" for host in hosts]
