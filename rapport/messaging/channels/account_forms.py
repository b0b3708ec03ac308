"""The accounts with providers: one form, of which each kind shows the fields that it needs."""

import re
import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import phones
from rapport.messaging.accounts import keep_secrets, secrets_of
from rapport.messaging.channels.adapters import Refused, TryLater, Unclear, adapters
from rapport.messaging.channels.forms import ChannelDetails, ChannelForm, Tried, channel_forms
from rapport.messaging.channels.templates import Unfinished, as_templates, as_text
from rapport.messaging.models import Channel, ChannelKind
from rapport.messaging.outgoing.reasons import sentence_of

KEPT = gettext_lazy("Leave it empty to keep the one that is set. It is stored sealed, and never shown again.")
NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|")  # some networks show a name instead of a number
LOCAL = ("localhost", "127.0.0.1", "[::1]", "*")


def _secret(label: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=600, widget=widget, help_text=KEPT)


def _address(label: Any, hint: Any = "") -> forms.URLField:
    return forms.URLField(label=label, required=False, max_length=300, help_text=hint, assume_scheme="https")


class AccountForm(ChannelDetails):
    can_be_tried = True
    needed: tuple[str, ...] = ("token",)
    account_label: Any = ""

    account_id = forms.CharField(required=False, max_length=80)
    token = _secret(gettext_lazy("Key of the account"))
    signing = _secret(gettext_lazy("Secret by which its calls are signed"))
    forget_before = forms.BooleanField(
        label=gettext_lazy("The secrets before the present ones are not needed any more"),
        required=False,
        help_text=gettext_lazy("Until then both are good, so that nothing is lost while they are changed."),
    )
    verify = forms.CharField(
        label=gettext_lazy("Word by which the provider knows our address"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Choose one, and tell it to the provider together with the address."),
    )
    public_url = _address(
        gettext_lazy("Address of Rapport as seen from outside"), gettext_lazy("Such as https://crm.example.com")
    )
    is_polled = forms.BooleanField(
        label=gettext_lazy("The provider cannot reach us: ask it each minute"), required=False
    )
    page_url = _address(
        gettext_lazy("Our page there, for everybody"), gettext_lazy("Customers are invited to follow it.")
    )
    base_url = _address(gettext_lazy("Address of its interface"), gettext_lazy("Only if it is not the usual one."))
    messaging_service = forms.CharField(
        label=gettext_lazy("Messaging service"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("If several numbers send together: its number at the provider, which begins with MG."),
    )
    templates = forms.CharField(
        label=gettext_lazy("Words that were approved"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Name and language on a line, then the words as approved, with {{1}} for each gap, and --- before the next."
        ),
    )
    human_agent = forms.BooleanField(
        label=gettext_lazy("The provider lets people answer for seven days"), required=False
    )
    post_to = forms.CharField(
        label=gettext_lazy("Public channel for what we publish"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Such as @linden_news. The bot has to be an administrator there."),
    )
    longest = forms.IntegerField(
        label=gettext_lazy("Most letters in a post"), required=False, min_value=100, max_value=100_000
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shown = {*self.details, *self.own, *ChannelDetails.Meta.fields}
        for name in [name for name in self.fields if name not in shown]:
            del self.fields[name]
        known = self.instance.settings
        for name in self.own:
            if name in known:
                self.initial.setdefault(name, known[name])
        if "account_id" in self.fields:
            self.fields["account_id"].label = self.account_label
            self.initial.setdefault("account_id", known.get("account", ""))
        if "templates" in self.fields:
            self.initial["templates"] = as_text(known.get("templates") or [])
        if "public_url" in self.fields:
            self._tell_where_to_call()
        kept = secrets_of(self.instance)
        for name in self.needed:
            self.fields[name].required = not kept.get(name)
        if "forget_before" in self.fields and not any(name.endswith("_before") for name in kept):
            del self.fields["forget_before"]

    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own if name in self.fields]

    def clean_address(self) -> str:
        address = super().clean_address()
        if self.instance.kind not in (ChannelKind.SMS, ChannelKind.WHATSAPP) or NAME.fullmatch(address):
            return address
        number = phones.parse(address).e164
        if not number:
            raise forms.ValidationError(
                _("Write the number with its country, such as +420 777 000 111."), code="number"
            )
        return number

    def clean_templates(self) -> str:
        try:
            as_templates(self.cleaned_data["templates"])
        except Unfinished as problem:
            raise forms.ValidationError(
                _("Begin with a name and a language, such as “order_ready en”, and write the words below: %(line)s"),
                params={"line": problem.line},
                code="template",
            ) from None
        return self.cleaned_data["templates"]

    def account(self) -> tuple[dict[str, Any], dict[str, str]]:
        typed = self.cleaned_data
        names = (
            "public_url",
            "is_polled",
            "page_url",
            "base_url",
            "messaging_service",
            "human_agent",
            "post_to",
            "longest",
        )
        opened = {name: typed[name] for name in names if name in self.fields}
        if "account_id" in self.fields:
            opened["account"] = typed["account_id"].strip()
        if "templates" in self.fields:
            opened["templates"] = as_templates(typed["templates"])
        if "public_url" in self.fields:
            opened["hook_url"] = self._hook_url(typed["public_url"])
        return opened, {name: typed.get(name, "").strip() for name in ("token", "signing", "verify")}

    def as_channel(self) -> Channel:
        """A secret that is replaced stays good beside the new one until somebody says that it may go."""
        before = secrets_of(self.instance)
        channel = super().as_channel()
        now = secrets_of(channel)
        changed = {f"{name}_before": before.get(name, "") for name in now if before.get(name, now[name]) != now[name]}
        if self.cleaned_data.get("forget_before"):
            changed |= {name: "" for name in now if name.endswith("_before") and name not in changed}
        if channel.kind == ChannelKind.TELEGRAM and not now.get("signing"):
            changed["signing"] = secrets.token_urlsafe(32)
        keep_secrets(channel, **changed)
        return channel

    def try_it(self) -> list[Tried]:
        channel = self.as_channel()
        try:
            name = adapters[channel.kind].look(channel)
        except (Refused, TryLater, Unclear) as problem:
            words = sentence_of(problem.reason) if isinstance(problem, Refused) else _("It could not be reached.")
            return [Tried(_("Signing in"), False, f"{words} {problem.detail}".strip())]
        return [Tried(_("Signing in"), True, _("Signed in as %(name)s. Nothing was sent.") % {"name": name})]

    def _tell_where_to_call(self) -> None:
        field = self.fields["public_url"]
        usual = next((f"https://{host}" for host in settings.ALLOWED_HOSTS if host not in LOCAL), "")
        self.initial.setdefault("public_url", usual)
        if self.instance._state.adding:  # its address is known once it is saved
            field.help_text = _(
                "Such as https://crm.example.com. Where the provider calls us is shown once it is saved."
            )
            return
        address = self._hook_url(self.initial["public_url"] or "https://…")
        field.help_text = _("The provider calls us at %(address)s: put it in there.") % {"address": address}

    def _hook_url(self, base: str) -> str:
        return base.rstrip("/") + reverse("messaging:hook", args=[self.instance.pk]) if base else ""


class SmsForm(AccountForm):
    own = ("account_id", "token", "forget_before", "messaging_service", "public_url", "base_url")
    address_label = gettext_lazy("Telephone number")
    account_label = gettext_lazy("Number of the account (Account SID)")
    needed = ("account_id", "token")


class WhatsAppForm(AccountForm):
    own = ("account_id", "token", "signing", "forget_before", "verify", "public_url", "templates", "base_url")
    address_label = gettext_lazy("Telephone number")
    account_label = gettext_lazy("Number of the telephone number at Meta (Phone number ID)")
    needed = ("account_id", "token", "signing", "verify")


class PageForm(AccountForm):
    own = (*WhatsAppForm.own[:-2], "page_url", "human_agent", "base_url")
    address_label = gettext_lazy("Name of the page")
    account_label = gettext_lazy("Number of the page or account at Meta")
    needed = ("account_id", "token", "signing", "verify")


class TelegramForm(AccountForm):
    own = ("token", "public_url", "is_polled", "post_to", "page_url", "base_url")
    address_label = gettext_lazy("Name of the bot")
    address_hint = gettext_lazy("Such as @linden_bot")


class MastodonForm(AccountForm):
    own = ("base_url", "token", "page_url", "longest")
    address_label = gettext_lazy("Name of the account")
    needed = ("base_url", "token")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["base_url"].label = _("Server of the account")
        self.fields["base_url"].help_text = _("Such as https://mastodon.social")


KINDS = (
    (ChannelKind.SMS, SmsForm, "message", gettext_lazy("By Twilio, or a provider that is asked in the same way")),
    (ChannelKind.WHATSAPP, WhatsAppForm, "message", gettext_lazy("By the Cloud API of Meta")),
    (ChannelKind.MESSENGER, PageForm, "message", gettext_lazy("Messages and comments of your page on Facebook")),
    (ChannelKind.INSTAGRAM, PageForm, "message", gettext_lazy("Messages, comments and mentions of your account")),
    (ChannelKind.TELEGRAM, TelegramForm, "send", gettext_lazy("A bot to which people write")),
    (ChannelKind.MASTODON, MastodonForm, "world", gettext_lazy("An account on any server")),
)
for _order, (_kind, _form, _icon, _hint) in enumerate(KINDS):
    channel_forms.add(ChannelForm(_kind, _kind.label, _hint, _icon, _form, 30 + _order))
