from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.customers.forms.fields import LanguageField
from rapport.customers.models import Customer
from rapport.customers.narrowings import narrowed_by
from rapport.customers.queries import Filters


class FilterForm(forms.Form):
    """What narrows the list of customers. What makes no sense is left out rather than refused."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    manager = forms.ChoiceField(label=_("Looked after by"), required=False)
    language = LanguageField(required=False, empty=_("any"))
    followed = forms.BooleanField(label=_("Followed by me"), required=False)
    archived = forms.BooleanField(label=_("Archived"), required=False)

    def __init__(self, data, *, tags: list[str], managers: list):
        super().__init__(data)
        self.fields["import"] = forms.UUIDField(label=_("From one import"), required=False)
        self.fields["kind"].choices = [("", _("any")), *Customer.Kind.choices]
        self.fields["tag"].choices = [("", _("any")), *((tag, tag) for tag in tags)]
        people = [(str(user.pk), str(user)) for user in managers]
        self.fields["manager"].choices = [("", _("anyone")), ("none", _("nobody yet")), *people]

    def filters(self, user) -> Filters:
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            kind=given.get("kind", ""),
            tag=given.get("tag", ""),
            manager=given.get("manager") or None,
            language=given.get("language", ""),
            archived=given.get("archived", False),
            followed_by=user if given.get("followed") else None,
            brought_by=given.get("import"),
            more=narrowed_by(self.data, user),
        )
