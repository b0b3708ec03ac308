"""What is asked before something is done to many customers. `wish` is what the deed then works from."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.customers.forms.details import ArchiveForm
from rapport.customers.forms.fields import WordsField
from rapport.staff.choices import colleagues_of_all
from rapport.staff.models import Team

AS_IT_IS, NOBODY = "as-it-is", "nobody"


class TagTogetherForm(forms.Form):
    add = WordsField(label=_("Give them the tag"), required=False, help_text=_("Several are divided by commas."))
    remove = forms.ChoiceField(label=_("Take away the tag"), required=False)

    def __init__(self, *args, tags: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remove"].choices = [("", _("none")), *((name, name) for name in tags)]

    def clean(self):
        said = super().clean()
        if not self.errors and not (said.get("add") or said.get("remove")):
            raise ValidationError(_("Name a tag to give or to take away."), code="required")
        return said

    def wish(self) -> dict:
        removed = self.cleaned_data["remove"]
        return {"add": self.cleaned_data["add"], "remove": [removed] if removed else []}


class HandOverTogetherForm(forms.Form):
    account_manager = forms.ChoiceField(label=_("Looked after by"))
    team = forms.ChoiceField(label=_("Team"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = [(str(team.pk), str(team)) for team in Team.objects.all()]
        for name, some in (("account_manager", colleagues_of_all()), ("team", teams)):
            self.fields[name].choices = [(AS_IT_IS, _("as it is")), (NOBODY, _("nobody")), *some]
        if len(self.fields["team"].choices) == 2:
            del self.fields["team"]

    def clean(self):
        said = super().clean()
        if not self.errors and not self.wish():
            raise ValidationError(_("Say to whom they go."), code="required")
        return said

    def wish(self) -> dict:
        said = self.cleaned_data.items()
        return {name: None if value == NOBODY else value for name, value in said if value != AS_IT_IS}


class ArchiveTogetherForm(ArchiveForm):
    def wish(self) -> dict:
        return {"reason": clean(self.cleaned_data["reason"])}


class TakingOutForm(forms.Form):
    ending = forms.ChoiceField(
        label=_("As"),
        choices=[
            ("xlsx", _("Workbook (.xlsx)")),
            ("csv", _("Plain table (.csv)")),
            ("jsonl", _("For programs (.jsonl)")),
        ],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    private = forms.BooleanField(label=_("With family and personal notes"), required=False)


FORMS = {"tags": TagTogetherForm, "handing-over": HandOverTogetherForm, "archiving": ArchiveTogetherForm}
