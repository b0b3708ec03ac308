"""Small parts of pages about customers."""

from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rapport.core import folding, formats, phones, postal
from rapport.core.countries import country_name
from rapport.core.escaping import escape, mark_safe
from rapport.core.parts import render_part
from rapport.core.phones import Phone as Number
from rapport.core.templatetags.ui import avatar, badge, icon
from rapport.customers import words
from rapport.customers.layout import Placed, layout_of
from rapport.customers.models import Address, Affiliation, Customer, ImportantDate, Phone, Tie
from rapport.customers.queries.customer import Fact
from rapport.customers.queries.history import Change
from rapport.customers.rights.looking import looking

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context, name: str) -> SafeString:
    """The panels of a place of the page, as the reader likes them. Lazy ones come when they are scrolled to."""
    request, layout = context["request"], context.get("layout") or layout_of(context["request"].user)
    customer = context["customer"]
    fitting = [placed for placed in layout.shown(name) if placed.panel.fits(customer)]
    shown = [_in_place(request, customer, placed, context) for placed in fitting]
    return format_html_join("\n", "{}", ((html,) for html in shown if html))


def _in_place(request, customer: Customer, placed: Placed, context) -> SafeString:
    """A panel with what arranges it. Folded, one beside the story is only its name, and comes when it is opened."""
    panel, html = placed.panel, SafeString("")
    if panel.slot == "customer.facts" or not placed.is_folded:
        html = (
            later(request, customer, panel, context)
            if panel.lazy
            else panel_html(request, customer, panel, placed, context)
        )
        if not html.strip() or not panel.label:
            return html
    parts = {"customer": customer, "panel": panel, "placed": placed, "html": html}
    return render_part("customers/_place.html", parts, request, context)


PAGE = ("page", "now", "today")  # what panels of our own know of the page around them


def panel_html(request, customer: Customer, panel, placed: Placed | None = None, around=None) -> SafeString:
    """One panel, or nothing when it has nothing to show."""
    answer = panel.query(request, customer)
    if answer is None:
        return SafeString("")
    context = {name: around[name] for name in PAGE if around is not None and name in around}
    context |= {"customer": customer, "panel": panel, "placed": placed, **looking(request, customer), **answer}
    return render_part(panel.template, context, request, around)


def later(request, customer: Customer, panel, around=None) -> SafeString:
    return render_part("customers/_later.html", {"customer": customer, "panel": panel}, request, around)


@register.simple_tag(takes_context=True)
def section_rows(context, section: str) -> SafeString:
    """The rows of one section, each of which can be changed in its place."""
    return render_part(f"customers/rows/{section}.html", context.flatten(), context["request"], context)


@register.simple_tag(takes_context=True)
def arranged(context, section: str) -> SafeString:
    """Attributes of a list whose rows can be put in another order, by who may."""
    if not context["perms"]["customers"]["change_customer"]:
        return SafeString("")
    address = reverse("customers:order", args=[context["customer"].pk, section])
    return format_html(' data-arrange="{}"', address)


@register.simple_tag
def section_noun(section: str) -> str:
    return words.one_of(section)


@register.simple_tag
def phone(number: Phone, region: str = "") -> str:
    """A phone number as people here write it; as it was typed when it could not be understood."""
    return phones.display(_number(number), region)


@register.simple_tag
def first_contact(customer: Customer) -> SafeString:
    """By which one reaches them first, for a row of a list (`queries.rows`)."""
    if customer.first_email:
        address = escape(customer.first_email)
        return mark_safe(f'<a class="quiet-link" href="mailto:{address}">{address}</a>')  # noqa: S308
    if customer.first_phone:
        return mark_safe(f'<span class="tnum">{escape(phones.display(Number(**customer.first_phone)))}</span>')  # noqa: S308
    return SafeString("")


@register.simple_tag
def few_tags(customer: Customer) -> SafeString:
    """The first tags, for a row of a list (`queries.rows`)."""
    return mark_safe("".join(f'<span class="tag">{escape(name)}</span> ' for name in customer.few_tags))  # noqa: S308


@register.simple_tag
def keeper(customer: Customer) -> SafeString:
    """Who looks after them, for a row of a list."""
    if (person := customer.account_manager) is None:
        return SafeString("")
    name = escape(person.get_short_name())
    return mark_safe(f'<span class="row keeper">{avatar(person, size="sm")}{name}</span>')  # noqa: S308


@register.simple_tag
def tel(number: Phone) -> str:
    return phones.tel_link(_number(number))


@register.simple_tag
def postal_lines(address: Address, sender_country: str = "") -> list[str]:
    """The lines of an address in the order of its country; as the customer writes it when they told us so."""
    if address.as_written:
        return address.as_written.splitlines()
    written = postal.PostalAddress(
        lines=tuple(address.lines.splitlines()),
        city=address.city,
        area=address.area,
        postal_code=address.postal_code,
        country=address.country,
    )
    return postal.format_lines(written, sender_country=sender_country)


@register.simple_tag
def map_url(address: Address) -> str:
    """Where a map shows this address: on the site that the house chose, and only for who presses the link."""
    parts = (address.lines or address.as_written, address.postal_code, address.city, address.area)
    known = [" ".join(part.split()) for part in parts if part.strip()]
    template = settings.MAP_URL
    if not known or "{address}" not in template or not template.startswith(("https://", "http://")):
        return ""
    if address.country:
        known.append(country_name(address.country))
    return template.replace("{address}", quote(", ".join(known), safe=""))


@register.simple_tag
def change_words(changes) -> list[Change]:
    """The changes of an entry `customer.edited`, in the reader's language."""
    found = []
    for change in changes or ():
        name = change["field"]
        new = [*change["new"], *change.get("added", ())] if isinstance(change.get("new"), list) else change.get("new")
        label = change.get("label") or words.label(name)
        found.append(Change(label, words.value(name, change.get("old")), words.value(name, new)))
    return found


INFLUENCE = {
    "decides": ("pen", "key"),
    "advises": ("plain", "bulb"),
    "uses": ("plain", "tool"),
    "blocks": ("risk", "hand-stop"),
}


@register.simple_tag
def standing(part: Affiliation) -> SafeString:
    """What somebody's word counts for there, and how close we are with them; never by colour alone."""
    shown = []
    if part.influence:
        shown.append((badge(part.get_influence_display(), *INFLUENCE.get(part.influence, ("plain", ""))),))
    if part.strength:
        tone = "kept" if part.strength in (Affiliation.Strength.GOOD, Affiliation.Strength.CLOSE) else "plain"
        shown.append((badge(part.get_strength_display(), tone, "heart-handshake"),))
    return format_html_join(" ", "{}", shown)


@register.simple_tag
def tie_words(facts) -> str:
    """What the second of two people was to the first, in the reader's language or in the words of who noted it."""
    return facts.get("word") or str(dict(Tie.Kind.choices).get(facts.get("tie"), facts.get("tie", "")))


@register.simple_tag
def list_of(changes) -> str:
    return ", ".join(change.label for change in changes)


@register.simple_tag
def permission_words(how: str) -> str:
    return str(dict(Customer.Permission.choices).get(how, how))


@register.simple_tag
def romanised(customer: Customer) -> str:
    """The name in Latin letters: as they spell it, else by the rules of their script; "" when it is written so."""
    return customer.romanised_name or folding.romanise(customer.name)


@register.simple_tag
def year_day(when: ImportantDate) -> str:
    """A day of the year. The year itself is told only where it is no age."""
    year = None if when.kind == ImportantDate.Kind.BIRTHDAY else when.year
    return formats.month_day(when.month, when.day, year)


@register.simple_tag
def section_label(name: str) -> str:
    return words.label(name)


@register.filter
def breakable(address: str) -> SafeString:
    """An address that a narrow column breaks after its @ sign rather than within a word."""
    return format_html_join(mark_safe("@<wbr>"), "{}", ((part,) for part in address.split("@")))


@register.filter
def safe_link(text: str) -> str:
    """`text` as an address on the web; never one that runs something."""
    return text if text.startswith(("https://", "http://")) else f"https://{text}"


@register.simple_tag
def language(code: str) -> str:
    return words.value("language", code)


@register.simple_tag
def own_value(field, value) -> str:
    """The value of a field that the business defined, in the reader's language."""
    return words.own_value(field, value)


def _number(row: Phone) -> Number:
    return Number(e164=row.e164, extension=row.extension, raw=row.raw, type=row.type)


@register.simple_tag(takes_context=True)
def fact_value(context, fact: Fact) -> SafeString:
    """The value of a fact, to be changed in its place by who may; a page shows a dozen of them."""
    own, value = fact.own, fact.value
    shown = linebreaksbr(value, autoescape=True) if value else ""
    if value and own and own.type == "link":
        shown = format_html('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', safe_link(value), value)
    if not context["perms"]["customers"]["change_customer"] or (own and own.retired_at):
        inner = shown or '<span class="faint">–</span>'
    else:
        inner = _changeable(context["customer"], fact, shown)
    return mark_safe(f'<dd id="fact-{escape(fact.name)}" data-part>{inner}</dd>')  # noqa: S308


def _changeable(customer: Customer, fact: Fact, shown: str) -> str:
    address = escape(reverse("customers:fact", args=[customer.pk, fact.name]))
    if fact.value and fact.own and fact.own.type == "link":
        label = escape(_("Change %(label)s") % {"label": fact.label})
        return f'{shown} <a class="edit-mark" href="{address}" data-inline aria-label="{label}">{icon("pencil")}</a>'
    change = _("Change %(label)s:") % {"label": fact.label}
    return (
        f'<a class="inline-edit{"" if fact.value else " is-empty"}" href="{address}" data-inline>'
        f'<span class="visually-hidden">{escape(change)} </span><span>{shown or escape(_("Add"))}</span>'
        f"{icon('pencil')}</a>"
    )
