"""What the palette finds and offers of customers."""

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import PaletteItem, PaletteSource, PaletteWord, palette_sources, palette_words


def find_customers(user, text: str, limit: int) -> list[PaletteItem]:
    from rapport.customers.queries.palette import found_customers

    return found_customers(user, text, limit)


def recent_customers(user, limit: int) -> list[PaletteItem]:
    from rapport.customers.queries.palette import recent_customers

    return recent_customers(user, limit)


palette_sources.add(
    PaletteSource(
        "customers",
        _("Customers"),
        find_customers,
        permission="customers.view_customer",
        order=10,
        recent=recent_customers,
    )
)
palette_words.add(
    PaletteWord(
        "customers.new",
        _("Add a customer"),
        "user-plus",
        "customers:new",
        permission="customers.add_customer",
        order=40,
        also=_("new person, new organisation, create contact"),
    )
)
palette_words.add(
    PaletteWord(
        "customers.call",
        _("Note a call with…"),
        "phone",
        "customers:customer",
        permission="timeline.add_entry",
        order=20,
        also=_("phone, telephone, conversation, write down"),
        about="customers",
        query="compose=call#composer",
    )
)
palette_words.add(
    PaletteWord(
        "customers.note",
        _("Write a note about…"),
        "note",
        "customers:customer",
        permission="timeline.add_entry",
        order=21,
        also=_("remark, comment, write down"),
        about="customers",
        query="compose=note#composer",
        key="n",
    )
)
palette_words.add(
    PaletteWord(
        "customers.edit",
        _("Edit the details of…"),
        "pencil",
        "customers:edit",
        permission="customers.change_customer",
        order=45,
        also=_("change, correct, rename"),
        about="customers",
        key="e",
    )
)
palette_words.add(
    PaletteWord(
        "customers.before_call",
        _("Before a call with…"),
        "phone-call",
        "customers:call",
        permission="customers.view_customer",
        order=22,
        also=_("phone, ring, what to know"),
        about="customers",
    )
)
