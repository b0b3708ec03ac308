"""The form of an e-mail account: where mail is fetched from, by which server it goes out, and as whom."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core import emails
from rapport.core.forms import DateInput
from rapport.messaging.accounts import PLAIN, STARTTLS, TLS, Server, imap_of, secrets_of, smtp_of
from rapport.messaging.channels.forms import ChannelDetails, Tried
from rapport.messaging.mailboxes.connecting import Trouble, connected, submitting
from rapport.messaging.mailboxes.folders import offered
from rapport.messaging.mailboxes.providers import BY_SMTP_ONLY, PROVIDERS
from rapport.messaging.passes.asking import label_of
from rapport.messaging.setup import signing
from rapport.messaging.setup.presets import PRESETS, Preset, by_address

DAYS_AT_FIRST = 30  # of what lies in a mailbox, unless somebody wants more of it or less
OTHER, OURS = "other", "ours"
SECURITIES = (
    (TLS, gettext_lazy("TLS from the start")),
    (STARTTLS, gettext_lazy("TLS after connecting (STARTTLS)")),
    (PLAIN, gettext_lazy("None: only inside your own house")),
)
KEPT = gettext_lazy("Leave it empty to keep the one that is set. It is stored sealed, and never shown again.")


def _secret(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(render_value=True, attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, strip=False, max_length=400, widget=widget, help_text=hint)


def _host(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=253, help_text=hint)


def _port(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=65535)


class EmailForm(ChannelDetails, signing.SigningFields):
    can_be_tried = True
    template = "messaging/setup/_email.html"
    address_label = gettext_lazy("E-mail address")

    address = forms.CharField(label=address_label, max_length=254, widget=forms.EmailInput)
    service = forms.ChoiceField(
        label=gettext_lazy("Where the mailbox is"),
        required=False,
        help_text=gettext_lazy("For providers named here, the servers below are filled in by themselves."),
    )
    user = forms.CharField(
        label=gettext_lazy("User name"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("If it is not the address itself."),
    )
    sign_in = forms.ChoiceField(label=gettext_lazy("How Rapport opens it"), required=False)
    password = _secret(gettext_lazy("Password"))
    imap_host = _host(gettext_lazy("Server to fetch from (IMAP)"))
    imap_port = _port(gettext_lazy("Port"))
    imap_security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=SECURITIES, required=False)
    smtp_host = _host(
        gettext_lazy("Server to send by (SMTP)"),
        gettext_lazy("Without one, mails go out by the mail server of the house."),
    )
    smtp_port = _port(gettext_lazy("Port"))
    smtp_security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=SECURITIES, required=False)
    since = forms.DateField(
        label=gettext_lazy("Take in mails from"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Older ones stay in the mailbox. Any period can be fetched later."),
    )
    provider = forms.ChoiceField(
        label=gettext_lazy("Provider"),
        required=False,
        choices=[("", gettext_lazy("None")), *PROVIDERS.items()],
        help_text=gettext_lazy("It sends by its SMTP server above, and tells us which mails arrived or came back."),
    )
    api_key = _secret(gettext_lazy("API key"), KEPT)
    webhook_signing_key = _secret(gettext_lazy("Key by which its calls are signed"), KEPT)
    webhook_secret = _secret(
        gettext_lazy("Name and password of its calls"), gettext_lazy("As name:password, as you tell the provider.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(preset.name, preset.label) for preset in PRESETS.values()]
        ours = _("The mail server of Rapport (bin/rapport mailserver)")
        self.fields["service"].choices = [
            ("", _("Find out by the address")), *known, (OTHER, _("Another server")), (OURS, ours),
        ]  # fmt: skip
        channel = self.instance
        self._offer_sign_ins(channel.settings.get("sign_in", ""))
        self.record = signing.record_of(channel)  # as it was saved, whatever is tried
        if self.record is None:
            del self.fields["new_key"]
        if channel._state.adding:
            self.initial["since"] = timezone.localdate() - timedelta(days=DAYS_AT_FIRST)
        else:
            if secrets_of(channel).get("password"):
                self.fields["password"].help_text = KEPT
            del self.fields["since"]
            self.initial |= {"user": channel.settings.get("user", ""), "provider": channel.settings.get("provider", "")}
            self.initial["service"] = channel.settings.get("service", "")
            self.initial["signs"] = (channel.settings.get("dkim") or {}).get("on", False)
            for name in ("imap", "smtp"):
                for part, value in (channel.settings.get(name) or {}).items():
                    self.initial[f"{name}_{part}"] = value

    def _offer_sign_ins(self, chosen: str) -> None:
        """The providers at which Rapport is registered, and that which is chosen already."""
        names = dict.fromkeys([*settings.MAIL_SIGN_INS, *([chosen] if chosen else [])])
        if not names:
            del self.fields["sign_in"]
            return
        offered = [(name, _("By a sign-in at %(provider)s") % {"provider": label_of(name)}) for name in names]
        self.fields["sign_in"].choices = [("", _("With its password")), *offered]
        self.fields["sign_in"].help_text = _("Where a sign-in is possible and no password is typed, it is by that.")
        self.initial["sign_in"] = chosen

    @property
    def hooks(self) -> list[tuple[str, str]]:
        """The addresses that the provider has to call; none before the channel is there."""
        if self.instance._state.adding:
            return []
        where = settings.ADDRESS.rstrip("/")
        names = (
            (_("Mails that arrive"), "messaging:mail_inbound"),
            (_("What became of mails"), "messaging:mail_tracking"),
        )
        return [(label, where + reverse(name, args=[self.instance.pk])) for label, name in names]

    # ---- what was typed

    def clean_address(self) -> str:
        emails.validate(self.cleaned_data["address"])
        self.cleaned_data["address"] = emails.display(self.cleaned_data["address"])
        return super().clean_address()

    def clean_webhook_secret(self) -> str:
        secret = self.cleaned_data["webhook_secret"]
        if secret and ":" not in secret.strip(":"):
            raise forms.ValidationError(_("Write a name, a colon and a password."), code="form")
        return secret

    def clean(self):
        cleaned = super().clean()
        preset = self.preset(cleaned.get("service") or cleaned.get("sign_in", ""), cleaned.get("address", ""))
        has_password = bool(cleaned.get("password") or secrets_of(self.instance).get("password"))
        if preset and preset.name in settings.MAIL_SIGN_INS and not has_password:
            cleaned["sign_in"] = preset.name  # nothing else would open it
        for name in ("imap", "smtp"):
            self._complete(cleaned, name, getattr(preset, name) if preset else None)
        if cleaned.get("service") == OURS:
            cleaned["imap_host"] = ""
        elif not cleaned.get("imap_host") and not cleaned.get("provider"):
            self.add_error(
                "imap_host",
                _("We don't know the servers of this address. Its provider tells them, and so does your mail program."),
            )
        elif cleaned.get("imap_host") and not cleaned.get("sign_in") and not has_password:
            self.add_error("password", _("Write the password of the mailbox."))
        if cleaned.get("provider") in BY_SMTP_ONLY and not cleaned.get("smtp_host"):
            self.add_error("smtp_host", _("This provider sends by its SMTP server: write its name."))
        return cleaned

    def found_preset(self) -> Preset | None:
        """Of a valid form."""
        typed = self.cleaned_data
        return self.preset(typed.get("service") or typed.get("sign_in", ""), typed["address"])

    def preset(self, service: str, address: str) -> Preset | None:
        if service:
            return PRESETS.get(service)
        return by_address(address)

    def _complete(self, cleaned: dict, name: str, known: tuple[str, int, str] | None) -> None:
        """What was left empty is taken from the provider, or is what is usual."""
        is_chosen = "service" in self.changed_data and f"{name}_host" not in self.changed_data
        if known and (is_chosen or not cleaned.get(f"{name}_host")):
            cleaned[f"{name}_host"], cleaned[f"{name}_port"], cleaned[f"{name}_security"] = known
        usual = {"imap": {TLS: 993}, "smtp": {TLS: 465, STARTTLS: 587, PLAIN: 25}}[name]
        cleaned[f"{name}_security"] = cleaned.get(f"{name}_security") or TLS
        if not cleaned.get(f"{name}_port"):
            cleaned[f"{name}_port"] = usual.get(cleaned[f"{name}_security"], 143)
        if "://" in cleaned.get(f"{name}_host", ""):
            self.add_error(f"{name}_host", _("Write the name of the server only, such as imap.example.com."))

    # ---- what becomes of it

    def account(self) -> tuple[dict[str, Any], dict[str, str]]:
        typed = self.cleaned_data
        opened: dict[str, Any] = {
            "user": typed.get("user") or typed["address"],
            "service": typed.get("service", ""),
            "sign_in": typed.get("sign_in", ""),
            "provider": typed.get("provider", ""),
        }
        for name in ("imap", "smtp"):
            opened[name] = {part: typed[f"{name}_{part}"] for part in ("host", "port", "security")}
        if "since" in self.fields:
            opened["since"] = typed["since"].isoformat() if typed.get("since") else ""
        names = ("password", "api_key", "webhook_signing_key", "webhook_secret")
        chosen, key = signing.kept(self.instance, typed)
        return opened | chosen, {name: typed.get(name, "") for name in names} | key

    def try_it(self) -> list[Tried]:
        channel = self.as_channel()
        tried = []
        if server := imap_of(channel):
            tried.append(self._try(_("Fetching mail"), server, self._look_in))
        if server := smtp_of(channel):
            tried.append(self._try(_("Sending mail"), server, self._say_hello))
        if self.cleaned_data["signs"]:
            tried.append(signing.looked_up(self.record))
        return tried

    def _try(self, label: str, server: Server, act) -> Tried:
        try:
            return Tried(label, True, act(server))
        except Trouble as trouble:
            preset = None if server.sign_in else self.found_preset()
            hint = f" {preset.advice}" if trouble.is_ours and preset and preset.advice else ""
            return Tried(label, False, f"{trouble}{hint}")

    def _look_in(self, server: Server) -> str:
        with connected(server) as client:
            found = len(offered(client))
            tells = client.has_capability("IDLE")
        said = ngettext("Signed in. There is %(n)d folder.", "Signed in. There are %(n)d folders.", found) % {
            "n": found
        }
        return said if tells else said + " " + _("It does not tell of new mail by itself, so we look each minute.")

    def _say_hello(self, server: Server) -> str:
        with submitting(server) as client:
            client.noop()
        return _("Signed in. Nothing was sent.")
