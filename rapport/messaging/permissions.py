from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

SEE = (
    "view_conversation",
    "view_message",
    "view_consent",
    "view_contacthold",
    "view_suppression",
    "view_post",
    "view_call",
)
WRITE = (
    "add_conversation",
    "change_conversation",
    "add_message",
    "assign_conversation",
    "add_cannedreply",
    "change_cannedreply",
    "view_rawmail",
    "add_call",
    "change_call",
)
CONSENT = ("add_consent", "change_consent", "change_preference", "add_contacthold", "change_contacthold")
LEAD = (
    "override_refusal",
    "change_rawmail",
    "change_suppression",
    "manage_cannedreply",
    "change_assignmentrule",
    "change_housegreeting",
)
PUBLISH = ("add_post", "change_post")
RUN = ("add_channel", "change_channel", "change_budget")

grants.add(Grant("messaging.reader", "reader", tuple(f"messaging.{name}" for name in SEE)))
grants.add(Grant("messaging.agent", "agent", tuple(f"messaging.{name}" for name in (*WRITE, *CONSENT))))
grants.add(Grant("messaging.manager", "manager", tuple(f"messaging.{name}" for name in (*LEAD, *PUBLISH, *RUN))))

CONVERSATIONS = _("Conversations")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("see", _("Read conversations, and what may be sent to whom"), SEE),
        ("write", _("Answer, write to customers, give conversations to others"), WRITE),
        ("consent", _("Note what customers agreed to and how they like to be reached"), CONSENT),
        ("lead", _("Send what was held back, settle unread mail, decide who gets what"), LEAD),
        ("publish", _("Publish on the accounts of the house, for everybody to read"), PUBLISH),
        ("run", _("Set up channels, and how often customers may be written to"), RUN),
    )
):
    abilities.add(
        Ability(f"messaging.{_name}", _label, tuple(f"messaging.{p}" for p in _permissions), CONVERSATIONS, 20 + _order)
    )
