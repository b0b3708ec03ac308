"""The audit: who let themselves in, took something away or changed what others may. Written once, never changed.

    audit.record("role.changed", by=olga, about=[mark], before="agent", after="manager")

Call it in the transaction of the deed. A slice adds its kinds in its `audit.py`, which is imported at start-up.
"""

from rapport.core.audit.kinds import DeedKind, deed_kinds
from rapport.core.audit.recording import record

__all__ = ["DeedKind", "deed_kinds", "record"]
