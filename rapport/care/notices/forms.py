"""What people write about notices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Certainty, Notice, NoticeKind, NoticeRule, NoticeText
from rapport.care.notices.actions.drafting import WRITTEN
from rapport.care.notices.checking import LABELS
from rapport.care.notices.wording import words
from rapport.core import formats
from rapport.core.forms import ChoiceCards, DateInput, DateTimeInput, Switch
from rapport.core.names import clean, clean_lines
from rapport.orders.models import Product
from rapport.staff.models import User

ONE_LINE = {"autocomplete": "off"}
HINTS = {
    "happened": _("The true cause in plain words, or that you do not know it yet."),
    "meaning": _("For this customer, with this order."),
    "doing": _("What is being done now, by you."),
    "choices": _("Wait, part delivery, something else, cancel and money back; and what you give for the trouble."),
    "apology": _("Without “if” and without “but”."),
}
OF_ORDERS = _("{order}, {what} and {promised} are filled in for each customer.")


def text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Part(forms.CharField):
    """One that a notice is not sent without. A draft may be kept while it is missing."""

    def validate(self, value) -> None:
        if value:
            super().validate(value)


class BeginningForm(forms.Form):
    """What kind of news it is, and what the templates need to know."""

    kind = forms.ChoiceField(label=_("Kind"), choices=NoticeKind)
    title = forms.CharField(
        label=_("What you call it"),
        max_length=160,
        required=False,
        help_text=_("Among colleagues. Customers do not see it."),
    )
    certainty = forms.ChoiceField(label=_("How sure are you of the cause?"), choices=Certainty, widget=ChoiceCards())
    cause = forms.ChoiceField(label=_("Cause"), required=False)
    own_cause = forms.CharField(
        label=_("Or in your own words"), max_length=300, required=False, widget=forms.TextInput(attrs=ONE_LINE),
        help_text=_("In the language of your customers. In the other languages you fill it in yourself."),
    )  # fmt: skip
    what = forms.CharField(
        label=_("Product or service it is about"), max_length=200, required=False,
        widget=forms.TextInput(attrs=ONE_LINE | {"list": "products"}),
    )  # fmt: skip
    known_at = forms.DateTimeField(
        label=_("You know it since"), widget=DateTimeInput, required=False, help_text=_("Empty means just now.")
    )

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        causes = words(language)["causes"]
        self.fields["cause"].choices = [("", _("None of these")), *causes.items()]
        self.fields["certainty"].initial = Certainty.CONFIRMED

    def clean_known_at(self):
        known_at = self.cleaned_data["known_at"]
        if known_at and known_at > timezone.now():
            raise forms.ValidationError(_("You cannot know it since a moment that is still to come."))
        return known_at

    def product(self) -> Product | None:
        named = clean(self.cleaned_data["what"])
        rows = Product.objects.filter(name__iexact=named) | Product.objects.filter(sku__iexact=named)
        return rows.order_by("-is_active").first() if named else None

    def facts(self) -> dict[str, str]:
        named = clean(self.cleaned_data["what"])
        return {"product": named, "service": named} if named else {}


class NoticeForm(forms.Form):
    """A draft: what goes for all, and the words in each language that is needed. Nothing is required here: what is
    missing is said beside it, and stands against sending, not against keeping what was written so far."""

    use_required_attribute = False
    title = forms.CharField(label=_("What you call it"), max_length=160)
    certainty = forms.ChoiceField(label=_("How sure are you of the cause?"), choices=Certainty)
    new_on = forms.DateField(label=_("New date"), widget=DateInput, required=False)
    latest_on = forms.DateField(label=_("At the latest"), widget=DateInput, required=False)
    next_news_at = forms.DateTimeField(label=_("Next news by"), widget=DateTimeInput, required=False)
    contact = forms.ModelChoiceField(label=_("Whom to reach"), queryset=User.objects.none(), required=False)
    contact_phone = forms.CharField(label=_("Direct phone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("Direct e-mail"), required=False)

    def __init__(self, data=None, *, notice: Notice, texts: Mapping[str, NoticeText], languages: Iterable[str]):
        self.languages = list(languages)
        first = {name: getattr(notice, name) for name in self.base_fields}
        for language in self.languages:
            for name in WRITTEN:
                first[f"{language}-{name}"] = getattr(texts.get(language), name, "")
        super().__init__(data, initial=first)
        self.fields["contact"].queryset = User.objects.working_here()
        for language in self.languages:
            self._words(language, by_order=notice.affected.get("by") == "orders")

    def _words(self, language: str, *, by_order: bool) -> None:
        for name in WRITTEN:
            label = _("Subject") if name == "subject" else LABELS[name]
            widget = forms.TextInput(attrs=ONE_LINE) if name == "subject" else text(2 if name == "apology" else 3)
            widget.attrs["lang"] = language
            hint = OF_ORDERS if name == "subject" and by_order else HINTS.get(name, "")
            self.fields[f"{language}-{name}"] = Part(
                label=label,
                max_length=200 if name == "subject" else 4_000,
                widget=widget,
                help_text=hint,
            )

    def clean(self):
        cleaned = super().clean()
        new_on, latest_on = cleaned.get("new_on"), cleaned.get("latest_on")
        if latest_on and not new_on:
            self.add_error("new_on", _("Name the day from which on they may expect it."))
        elif latest_on and latest_on < new_on:
            self.add_error("latest_on", _("The latest day lies before the first."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields if name in self.cleaned_data}

    def texts(self) -> dict[str, dict[str, str]]:
        return {
            language: {name: clean_lines(self.cleaned_data.get(f"{language}-{name}", "")) for name in WRITTEN}
            for language in self.languages
        }

    def of(self, language: str) -> list:
        """The bound fields of one language."""
        return [self[f"{language}-{name}"] for name in WRITTEN]


class NewsForm(forms.Form):
    """An update, or the word that it is solved, in each language that is needed."""

    def __init__(self, data=None, *, first: Mapping[str, Mapping[str, str]], dated: bool, notice: Notice):
        initial = {f"{language}-{name}": said for language, text in first.items() for name, said in text.items()}
        super().__init__(data, initial=initial)
        self.languages, self.dated = list(first), dated
        if dated:
            self.fields["new_on"] = forms.DateField(
                label=_("New date"), widget=DateInput, required=False, help_text=_("Empty: the date stays as it is.")
            )
            self.fields["latest_on"] = forms.DateField(label=_("At the latest"), widget=DateInput, required=False)
            self.fields["next_news_at"] = forms.DateTimeField(
                label=_("Next news by"), widget=DateTimeInput, required=False, initial=notice.next_news_at
            )
        for language in self.languages:
            name = formats.language_name(language)
            self.fields[f"{language}-subject"] = forms.CharField(
                label=_("Subject, in %(language)s") % {"language": name}, max_length=200,
                widget=forms.TextInput(attrs=ONE_LINE | {"lang": language}),
            )  # fmt: skip
            area = text(4)
            area.attrs["lang"] = language
            self.fields[f"{language}-text"] = forms.CharField(
                label=_("What is new, in %(language)s") % {"language": name}, max_length=4_000, widget=area
            )

    def clean(self):
        cleaned = super().clean()
        new_on, latest_on, news = (cleaned.get(name) for name in ("new_on", "latest_on", "next_news_at"))
        if new_on and new_on < timezone.localdate():
            self.add_error("new_on", _("That day has passed. Promise one that is still to come."))
        if latest_on and (not new_on or latest_on < new_on):
            self.add_error("latest_on", _("The latest day lies before the first."))
        if news and news <= timezone.now():
            self.add_error("next_news_at", _("That moment has passed."))
        return cleaned

    def texts(self) -> dict[str, dict[str, str]]:
        return {
            language: {name: self.cleaned_data[f"{language}-{name}"] for name in ("subject", "text")}
            for language in self.languages
        }

    def dates(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("new_on", "latest_on", "next_news_at")} if self.dated else {}


class CallForm(forms.Form):
    words = forms.CharField(label=_("What you said, and what they said"), widget=text(3), max_length=4_000)
    in_person = forms.BooleanField(label=_("Face to face, not by phone"), required=False)
    in_writing = forms.BooleanField(
        label=_("Send them the notice as well, so that they can read it again"), required=False, initial=True
    )

    def __init__(self, *args, writable: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not writable:
            del self.fields["in_writing"]


class ReviewForm(forms.Form):
    learned = forms.CharField(label=_("What we learned"), widget=text(4), max_length=4_000)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("Who looks after it"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.working_here()


class RuleForm(forms.ModelForm):
    class Meta:
        model = NoticeRule
        fields = ("goes_out", "wait_minutes", "when_passed")
        widgets = {"goes_out": Switch, "when_passed": Switch}
        help_texts = {
            "goes_out": _(
                "A complete draft about one order goes out without anybody pressing anything. Never to the bereaved, "
                "and never twice for the same slip."
            ),
            "wait_minutes": _("In this time the draft stands on Today. Whoever changes it decides when it goes."),
            "when_passed": _("They then read that you do not know the cause yet, and until when they hear more."),
        }


def moment_of(value: datetime | None) -> str:
    return value.isoformat() if value else ""
