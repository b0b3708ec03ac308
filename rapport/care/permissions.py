from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

SEE = ("view_case", "view_complaint", "view_remedy", "view_action", "view_notice", "view_incident")
WORK = (
    *("add_case", "change_case", "assign_case", "add_complaint", "change_complaint"),
    *("add_restatement", "change_restatement", "add_remedy", "change_remedy", "add_why", "add_action", "change_action"),
)
TELL = ("add_notice", "change_notice", "add_incident", "change_incident")
LEAD = ("see_confidential", "approve_remedy", "approve_notice", "change_cause", "change_eightd", "export_complaint")
RUN = ("change_route", "change_rung", "change_disputebody", "change_remedylimit", "change_service")

grants.add(Grant("care.reader", "reader", tuple(f"care.{name}" for name in SEE)))
grants.add(Grant("care.agent", "agent", tuple(f"care.{name}" for name in (*WORK, *TELL))))
grants.add(Grant("care.manager", "manager", tuple(f"care.{name}" for name in (*LEAD, *RUN))))

CASES = _("Requests, complaints and notices")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("see", _("See requests, complaints and notices"), SEE),
        ("work", _("Take up requests and complaints, answer them, propose what is given"), WORK),
        ("tell", _("Tell customers about delays and disruptions"), TELL),
        ("lead", _("Approve what is given and notices to many, see what is confidential"), LEAD),
        ("run", _("Decide who gets which request, what may be given, who decides from outside"), RUN),
    )
):
    abilities.add(Ability(f"care.{_name}", _label, tuple(f"care.{p}" for p in _permissions), CASES, 30 + _order))
