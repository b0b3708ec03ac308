"""What the audit keeps of customers: what was done to many at once, told, erased, held back; never of whom by name."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.audit import DeedKind, deed_kinds
from rapport.core.personal.kinds import record_kinds


def _label(name: str) -> str:
    kind = record_kinds.find(name)
    return str(kind.label) if kind else name


def _rule(line) -> str:
    words = {"kind": _label(line.facts["rule"]), "months": formats.number(line.facts["months"])}
    if line.facts["is_on"]:
        return _g("Switched on that this goes after %(months)s months: %(kind)s") % words
    return _g("Switched off that this goes after %(months)s months: %(kind)s") % words


def _lapsed(line) -> str:
    count = line.facts["done"]
    said = ngettext(
        "%(count)s record was old enough to go: %(kind)s", "%(count)s records were old enough to go: %(kind)s", count
    )
    return said % {"count": formats.number(count), "kind": _label(line.facts["rule"])}


def _together(line) -> str:
    count, deed = line.facts["done"], together_deeds().find(line.facts["deed"])
    said = ngettext("Did for %(count)s customer: %(deed)s", "Did for %(count)s customers: %(deed)s", count)
    return said % {"count": formats.number(count), "deed": deed.label if deed else line.facts["deed"]}


def _taken_back(line) -> str:
    count = line.facts["undone"]
    said = ngettext("Took it back for %(count)s customer", "Took it back for %(count)s customers", count)
    return said % {"count": formats.number(count)}


def _taken_out(line) -> str:
    count = line.facts["done"]
    said = ngettext("Took out a table of %(count)s customer", "Took out a table of %(count)s customers", count)
    return said % {"count": formats.number(count)}


def _merged(line) -> str:
    count = line.facts["rows"]
    said = ngettext("Merged two customers, %(count)s row moved", "Merged two customers, %(count)s rows moved", count)
    return said % {"count": formats.number(count)}


def _unmerged(line) -> str:
    count = line.facts["rows"]
    said = ngettext(
        "Made two customers of one again, %(count)s row moved back",
        "Made two customers of one again, %(count)s rows moved back",
        count,
    )
    return said % {"count": formats.number(count)}


def _card(line) -> str:
    return _g("Took out the card of a customer")


def together_deeds():
    from rapport.customers.together import DEEDS

    return DEEDS


for _name, _words, _icon, _say in (
    ("customers.together", _("Many customers changed at once"), "list-check", _together),
    ("customers.together_back", _("Many customers put back"), "arrow-back-up", _taken_back),
    ("customers.taken_out", _("Customers taken out as a table"), "download", _taken_out),
    ("customers.card", _("Card of a customer taken out"), "download", _card),
    ("customers.merged", _("Two customers merged"), "git-merge", _merged),
    ("customers.unmerged", _("Merge undone"), "arrow-back-up", _unmerged),
):
    deed_kinds.add(DeedKind(_name, _words, _icon, _say, "records", order=20))

for _name, _words, _icon, _say, _grave in (
    (
        "privacy.exported",
        _("Everything held about a customer exported"),
        "download",
        lambda line: (
            _g("Gathered everything held about a customer, %(size)s")
            % {"size": filesizeformat(line.facts.get("bytes", 0))}
        ),
        False,
    ),
    (
        "privacy.downloaded",
        _("Export of a customer downloaded"),
        "download",
        lambda line: _g("Downloaded everything held about a customer"),
        False,
    ),
    (
        "privacy.released_to_them",
        _("Export of a customer put on their own pages"),
        "user-circle",
        lambda line: _g("Let a customer fetch everything held about them"),
        False,
    ),
    ("privacy.erased", _("Customer erased"), "user-off", lambda line: _g("Erased a customer"), True),
    ("privacy.held", _("Legal hold placed"), "lock", lambda line: _g("Placed a legal hold on a customer"), False),
    ("privacy.released", _("Legal hold lifted"), "check", lambda line: _g("Lifted a legal hold"), False),
    (
        "privacy.restricted",
        _("Use restricted"),
        "hand-stop",
        lambda line: _g("Said that the records of a customer are not to be used"),
        False,
    ),
    (
        "privacy.unrestricted",
        _("Restriction ended"),
        "check",
        lambda line: _g("Said that the records of a customer may be used again"),
        False,
    ),
    ("privacy.rule", _("Retention rule changed"), "clock", _rule, True),
    ("privacy.lapsed", _("Old records taken away"), "clock", _lapsed, False),
):
    deed_kinds.add(DeedKind(_name, _words, _icon, _say, "records", order=30, is_grave=_grave))
