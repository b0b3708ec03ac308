"""The form of an e-mail account, with what only who has a mail server or a domain of their own can say."""

import re
from typing import Any

from django import forms
from django.db.models import BinaryField
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.messaging.mime.headers import Headers
from rapport.messaging.models import Channel, RawMail
from rapport.messaging.setup.email_form import EmailForm

NAMES = ("trusted_host", "reply_domain", "bounces")
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.IGNORECASE)
LOOKED_AT = 5  # of the latest mails
HEAD_BYTES = 32 * 2**10


class AccountForm(EmailForm):
    template = "messaging/setup/_email_account.html"

    trusted_host = forms.CharField(
        label=gettext_lazy("Name under which your mail server says what it found out about senders"),
        required=False,
        max_length=253,
        help_text=gettext_lazy("It begins Authentication-Results with it. Then mails that may be forged are marked."),
    )
    reply_domain = forms.CharField(
        label=gettext_lazy("Domain of which all mail comes here"),
        required=False,
        max_length=253,
        help_text=gettext_lazy("Then each conversation has an address of its own for answers: reply+…@ that domain."),
    )
    bounces = forms.EmailField(
        label=gettext_lazy("Address to which mails come back that could not be delivered"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("It has to lead to a mailbox that is read here. Empty: to the address above."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.initial[name] = self.instance.settings.get(name, "")
        if not self.instance._state.adding and (found := seen_lately(self.instance)):
            field = self.fields["trusted_host"]
            said = _("The latest mails begin with: %(name)s") % {"name": ", ".join(found)}
            field.help_text = f"{field.help_text} {said}"

    @property
    def has_own_servers(self) -> bool:
        """Whether the fold is to be open."""
        return any(self[name].value() or self[name].errors for name in NAMES)

    def account(self) -> tuple[dict[str, Any], dict[str, str]]:
        opened, secrets = super().account()
        preset = self.found_preset()
        known = {"trusted_host": preset.signs_as} if preset else {}
        return opened | {name: self.cleaned_data.get(name) or known.get(name, "") for name in NAMES}, secrets

    def clean_trusted_host(self) -> str:
        return self._host("trusted_host")

    def clean_reply_domain(self) -> str:
        return self._host("reply_domain").lower()

    def _host(self, name: str) -> str:
        host = self.cleaned_data[name].strip().lstrip("@")
        if host and not HOST.fullmatch(host):
            raise forms.ValidationError(_("Write a name such as mail.example.com."), code="host")
        return host


def seen_lately(channel: Channel) -> list[str]:
    """Who wrote the topmost Authentication-Results of the latest mails. One query."""
    head = Substr("content", 1, HEAD_BYTES, output_field=BinaryField())
    rows = RawMail.objects.filter(channel=channel).annotate(head=head).order_by("-received_at")
    found = []
    for raw in rows.values_list("head", flat=True)[:LOOKED_AT]:
        said = Headers.read(bytes(raw or b""))[0].get("authentication-results")
        name = said.partition(";")[0].split()[:1]
        found += [one for one in name if HOST.fullmatch(one)]
    return list(dict.fromkeys(found))
