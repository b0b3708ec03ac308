from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("customers.reader", "reader", ("customers.view_customer",)))
grants.add(
    Grant(
        "customers.agent", "agent", ("customers.add_customer", "customers.change_customer", "customers.merge_customer")
    )
)
grants.add(Grant("customers.manager", "manager", ("customers.export_customer", "customers.delete_customer")))
grants.add(Grant("customers.duplicates", "agent", ("customers.view_duplicatepair", "customers.change_duplicatepair")))
grants.add(
    Grant(
        "customers.duplicates_at_once",
        "manager",
        ("customers.add_duplicatesearch", "customers.add_duplicateacceptance"),
    )
)
grants.add(
    Grant(
        "customers.privacy",
        "manager",
        (
            "customers.add_personalexport",
            "customers.add_erasure",
            "customers.add_legalhold",
            "customers.add_restriction",
        ),
    )
)
grants.add(
    Grant(
        "customers.owner",
        "owner",
        ("customers.add_customfield", "customers.change_customfield", "customers.change_retentionrule"),
    )
)

CUSTOMERS = _("Customers")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("view", _("See customers and all that is known of them"), ("view_customer",)),
        ("change", _("Add customers and change what is known of them"), ("add_customer", "change_customer")),
        (
            "duplicates",
            _("Decide whether two records are the same customer"),
            ("view_duplicatepair", "change_duplicatepair"),
        ),
        (
            "duplicates_at_once",
            _("Look for duplicates in all customers, and merge many at once"),
            ("add_duplicatesearch", "add_duplicateacceptance"),
        ),
        ("merge", _("Make one of two records of the same customer, and two again"), ("merge_customer",)),
        ("export", _("Take customers out as a file"), ("export_customer",)),
        (
            "data",
            _("Gather everything held about a customer, for them; keep it for a case, or from being used"),
            ("add_personalexport", "add_legalhold", "add_restriction"),
        ),
        ("erase", _("Erase a customer for good"), ("add_erasure",)),
        ("retention", _("Decide how long records are kept"), ("change_retentionrule",)),
        (
            "fields",
            _("Decide what is asked of customers: own fields and topics"),
            ("add_customfield", "change_customfield"),
        ),
    )
):
    abilities.add(
        Ability(f"customers.{_name}", _label, tuple(f"customers.{p}" for p in _permissions), CUSTOMERS, 10 + _order)
    )
