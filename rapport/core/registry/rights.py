"""What each role may do, and how that is said to an owner."""

from dataclasses import dataclass

from rapport.core.registry.gathering import Registry


@dataclass(frozen=True)
class Grant:
    """Permissions that a role has. Roles add up: reader < agent < manager < owner."""

    name: str  # the slice's name, with the role: "orders.agent"
    role: str
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class Ability:
    """What permissions let a person do, in words that an owner reads: "Call off and change orders"."""

    name: str  # the slice's name, with the ability: "orders.change"
    label: str
    permissions: tuple[str, ...]
    section: str = ""  # the heading under which it stands: "Orders"
    order: int = 50


grants: Registry[Grant] = Registry()
abilities: Registry[Ability] = Registry()
