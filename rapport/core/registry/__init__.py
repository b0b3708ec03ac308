"""The one mechanism by which upper slices show up on lower pages.

A lower slice, or `core` for what every floor may use, owns a `Registry`. A slice brings the files that `gathering.py`
names; they are imported once at start-up and add their items. Nobody imports upwards. Each registry stands beside what
its items are.
"""

from rapport.core.registry.gathering import FILES, Registry, discover
from rapport.core.registry.imports import ImportKind, ImportPart, import_kinds
from rapport.core.registry.keeping import (
    AfterRestore,
    Check,
    Finding,
    HomeFile,
    Restored,
    after_restore,
    checks,
    home_files,
)
from rapport.core.registry.palette import PaletteItem, PaletteSource, PaletteWord, palette_sources, palette_words
from rapport.core.registry.parts import Panel, Step, TodayItem, TodaySource, panels, today
from rapport.core.registry.places import BADGES_COUNT_TO, NavItem, SettingsPage, Shortcut, navigation, settings_pages
from rapport.core.registry.portal import Pass, Section, Visitor, portal_passes, portal_sections
from rapport.core.registry.programs import Command, DemoPart, commands, demo_parts
from rapport.core.registry.rights import Ability, Grant, abilities, grants

__all__ = [
    "BADGES_COUNT_TO",
    "FILES",
    "Ability",
    "AfterRestore",
    "Check",
    "Command",
    "DemoPart",
    "Finding",
    "Grant",
    "HomeFile",
    "ImportKind",
    "ImportPart",
    "NavItem",
    "PaletteItem",
    "PaletteSource",
    "PaletteWord",
    "Panel",
    "Pass",
    "Registry",
    "Restored",
    "Section",
    "SettingsPage",
    "Shortcut",
    "Step",
    "TodayItem",
    "TodaySource",
    "Visitor",
    "abilities",
    "after_restore",
    "checks",
    "commands",
    "demo_parts",
    "discover",
    "grants",
    "home_files",
    "import_kinds",
    "navigation",
    "palette_sources",
    "palette_words",
    "panels",
    "portal_passes",
    "portal_sections",
    "settings_pages",
    "today",
]
