"""Texts of Django and django-allauth that people see. Their own catalogues lack much in Georgian and Tamil, so ours
covers them all, starting from what they have."""

import gettext
from collections.abc import Callable
from pathlib import Path

import allauth
import django

SEEN = {  # whose texts reach a page of ours
    Path(django.__file__).parent: (
        "contrib/auth/base_user.py",
        "contrib/auth/forms.py",
        "contrib/auth/password_validation.py",
        "contrib/postgres/forms/array.py",
        "core/validators.py",
        "db/models/base.py",
        "db/models/constraints.py",
        "db/models/fields/__init__.py",
        "db/models/fields/related.py",
        "forms/fields.py",
        "forms/formsets.py",
        "forms/models.py",
        "forms/widgets.py",
        "utils/ipv6.py",
        "utils/text.py",  # what `truncatechars` puts behind a text
    ),
    Path(allauth.__file__).parent: (
        "account/adapter.py",
        "account/fields.py",
        "account/forms.py",
        "account/models.py",
        # Said in a toast after the fact, or shown where we have no page of our own.
        "templates/account/messages/logged_in.txt",
        "templates/account/messages/logged_out.txt",
        "templates/account/messages/password_changed.txt",
        "templates/account/messages/password_set.txt",
        "templates/account/password_set.html",
    ),
}


def foreign_files() -> list[tuple[Path, str]]:
    return [
        (folder / name, f"{folder.name}/{name}")
        for folder, names in SEEN.items()
        for name in names
        if (folder / name).is_file()
    ]


def foreign_catalogue(language: str) -> Callable:
    """A look-up of what the libraries themselves say in `language`: message -> string, tuple of forms, or empty."""
    catalogues = [
        gettext.translation("django", folder, [language], fallback=True)
        for package in SEEN
        for folder in (package / "conf" / "locale", package / "contrib" / "auth" / "locale", package / "locale")
    ]

    def look_up(message) -> str | tuple[str, ...]:
        for catalogue in catalogues:
            kept = getattr(catalogue, "_catalog", {})
            id = f"{message.context}\x04{message.id}" if message.context else message.id
            if not message.plural and isinstance(kept.get(id), str):
                return kept[id]
            if message.plural and (id, 0) in kept:
                return tuple(kept[(id, n)] for n in range(8) if (id, n) in kept)
        return ""

    return look_up
