"""What the audit keeps of mails that could not be read: whoever takes one out has it whole, whoever it is from."""

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.audit import DeedKind, deed_kinds

for _name, _label, _say, _is_grave in (
    ("read_again", _("Mail read again"), lambda line: _g("Had mails read again that could not be read"), False),
    ("settled", _("Mail settled by hand"), lambda line: _g("Settled a mail that could not be read"), False),
    ("taken_out", _("Mail taken out"), lambda line: _g("Downloaded the bytes of a mail that could not be read"), True),
):
    deed_kinds.add(DeedKind(f"mail.{_name}", _label, "mail", _say, "records", is_grave=_is_grave))
