"""The page on which the second saver chooses what stays. Everything they wrote travels along, so nothing is lost."""

from django.core import signing
from django.shortcuts import render

from rapport.customers import words
from rapport.customers.actions.changes import FACTS
from rapport.customers.actions.rows import snapshot
from rapport.customers.meanwhile import ChangedMeanwhile
from rapport.customers.models import Customer

SALT = "customers.seen"
KEEP = "keep-"  # "keep-name", "keep-emails:<id>": mine or theirs
NOT_SENT_ON = ("csrfmiddlewaretoken", "seen", "version", "add", "preview")


class Choices:
    """What was chosen on the page, if it was."""

    def __init__(self, posted):
        self.theirs = {
            name.removeprefix(KEEP) for name, value in posted.items() if name.startswith(KEEP) and value == "theirs"
        }

    def apply_to_facts(self, facts: dict) -> dict:
        return {name: value for name, value in facts.items() if name not in self.theirs}

    def apply_to_rows(self, section: str, rows: list[dict], customer: Customer) -> list[dict]:
        """My rows, with theirs in the place of those I gave up."""
        given_up = {name.partition(":")[2] for name in self.theirs if name.startswith(f"{section}:")}
        if not given_up:
            return rows
        present = snapshot(customer, section)
        kept = [row for row in rows if str(row.get("id") or "") not in given_up]
        return kept + [{"id": key, **present[key]} for key in sorted(given_up) if key in present]


def conflict_page(
    request, customer: Customer, conflicts: list[ChangedMeanwhile], seen: dict, version: int, *, heading: str
):
    """Answer 409 with both values of every fact that both changed.

    The rest of what they wrote is still as of `version`, so that what others changed there stays. Beside the sections,
    `seen` has the version of each fact that was asked about.
    """
    seen = {section: dict(rows) for section, rows in seen.items()} | {FACTS: dict(seen.get(FACTS, {}))}
    shown = []
    for both in conflicts:
        for name, conflict in both.conflicts.items():
            if both.section:
                shown.append(_row(both.section, name, conflict))
                seen[both.section].pop(name, None)
                if conflict.theirs is not None:
                    seen[both.section][name] = conflict.theirs
            else:
                shown.append(_fact(customer, name, conflict))
                seen[FACTS][name] = both.version
    context = {
        "customer": customer,
        "heading": heading,
        "conflicts": shown,
        "sent": [(n, v) for n, values in request.POST.lists() if _goes_on(n) for v in values],
        "seen": signing.dumps(seen, salt=SALT, compress=True),
        "version": version,
    }
    return render(request, "customers/conflict.html", context, status=409)


def _goes_on(name: str) -> bool:
    return name not in NOT_SENT_ON and not name.startswith(KEEP)


def _row(section: str, key: str, conflict) -> dict:
    return {
        "name": f"{KEEP}{section}:{key}",
        "label": words.label(section),
        "original": words.row(section, conflict.original),
        "theirs": words.row(section, conflict.theirs),
        "mine": words.row(section, conflict.mine),
    }


def _fact(customer: Customer, name: str, conflict) -> dict:
    own = words.own_labels() if name.startswith(words.OWN) else {}
    return {
        "name": KEEP + name,
        "label": words.label(name, own),
        "original": words.stored(name, conflict.original),
        "theirs": words.stored(name, conflict.theirs),
        "mine": words.stored(name, conflict.mine),
    }
