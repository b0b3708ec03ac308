"""To which addresses we may go. An address somebody typed in must not lead into our own network (SSRF)."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings

Address = IPv4Address | IPv6Address

# What the machines of a cloud ask for their own passwords. Some of them look like public addresses.
METADATA = frozenset(
    map(
        ip_address,
        ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
         "fd00:ec2::254", "fd20:ce::254", "fe80::a9fe:a9fe"),
    )
)  # fmt: skip
# Private by agreement: what RAPPORT_WEBHOOKS_PRIVATE=1 opens. Anything else has to be named as a network.
PRIVATE = tuple(
    map(
        ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1", "fc00::/7")
    )
)
REFUSED = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
         "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
         "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
         "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
         "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)  # fmt: skip
NAT64 = IPv6Network("64:ff9b::/96")  # the last 32 bits are an IPv4 address, reached through a translator
GLOBAL_IPV6 = IPv6Network("2000::/3")

# Ports below 1024 belong to services of the system; these above it to databases and the like, which misread HTTP.
LOWEST_FREE_PORT = 1024
WEB_PORTS = (80, 443)
PORTS_OF_OTHERS = (1433, 1521, 2049, 2375, 2376, 3306, 5432, 6379, 6380, 9042, 9200, 9300, 11211, 27017)


@dataclass(frozen=True)
class Opened:
    """What of the private world the owner of the machine has opened to webhooks, by setting."""

    networks: tuple[Any, ...] = ()

    def has(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def opened_by_setting() -> Opened:
    """RAPPORT_WEBHOOKS_PRIVATE: "1" for what is private by agreement, or networks by name."""
    words = settings.WEBHOOKS_PRIVATE
    if words == ["1"]:
        return Opened(PRIVATE)
    return Opened(tuple(ip_network(word, strict=False) for word in words))


def plain(address: str) -> Address:
    """`address` as what it leads to: the IPv4 address inside an IPv6 one is what counts. Raises `ValueError`."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return found.ipv4_mapped
        if found in NAT64:
            return IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def is_private(address: Address, opened: Opened) -> bool:
    """Whether `address` lies in what the owner has opened: only there, http without s will do."""
    if address in METADATA:  # only for whoever names exactly that
        return any(network.num_addresses == 1 and address in network for network in opened.networks)
    return opened.has(address)


def may_go_to(address: Address, opened: Opened) -> bool:
    if is_private(address, opened):
        return True
    if address in METADATA or any(address in network for network in REFUSED):
        return False
    return isinstance(address, IPv4Address) or address in GLOBAL_IPV6


def may_use_port(port: int) -> bool:
    return port in WEB_PORTS or (LOWEST_FREE_PORT <= port <= 65535 and port not in PORTS_OF_OTHERS)
