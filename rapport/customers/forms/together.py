"""What is asked before something is done to many customers. `wish` is what the deed then works from."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Book
from rapport.core.names import clean
from rapport.customers.forms.details import ArchiveForm
from rapport.customers.forms.fields import WordsField
from rapport.customers.queries.lists import tags_in_sight
from rapport.staff.choices import colleagues_of_all
from rapport.staff.models import Team

MOST_TAGS = 200
AS_IT_IS, NOBODY = "as-it-is", "nobody"


class TagTogetherForm(forms.Form):
    add = WordsField(label=_("Give them the tag"), required=False, help_text=_("Several are divided by commas."))
    remove = forms.ChoiceField(label=_("Take away the tag"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = list(tags_in_sight(by)[:MOST_TAGS])
        self.fields["remove"].choices = [("", _("none")), *((name, name) for name in self.known)]

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

    def __init__(self, *args, by, **kwargs):
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
    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)

    def wish(self) -> dict:
        return {"reason": clean(self.cleaned_data["reason"])}


class TakingOutForm(forms.Form):
    """As what, and how much of each. What was chosen last time stands there the next."""

    ending = forms.ChoiceField(
        label=_("As"),
        choices=[
            ("xlsx", _("Workbook (.xlsx)")),
            ("csv", _("Plain table (.csv)")),
            ("vcf", _("Cards for an address book (.vcf)")),
            ("parquet", _("For analysts (.parquet)")),
            ("json", _("For programs, one list (.json)")),
            ("jsonl", _("For programs, line by line (.jsonl)")),
        ],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    what = forms.ChoiceField(
        label=_("What of them"),
        choices=[
            ("everything", _("Everything, as an import reads it again")),
            ("columns", _("The name and the columns chosen below")),
        ],
        widget=forms.RadioSelect,
        initial="everything",
        required=False,
    )
    columns = forms.MultipleChoiceField(label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple)
    private = forms.BooleanField(
        label=_("With family and personal notes"), required=False, help_text=_("Only with everything.")
    )

    def __init__(self, data=None, *, by, initial=None):
        super().__init__(data, initial=initial)
        listed = [field for field in Book(by).all if field.listing and field.pick and field.name != "name"]
        self.fields["columns"].choices = [(field.name, str(field.label)) for field in listed]

    def clean(self):
        said = super().clean()
        if said.get("what") == "columns" and said.get("ending") != "vcf" and not said.get("columns"):
            self.add_error("columns", _("Choose at least one column."))
        return said

    def wish(self) -> dict:
        said = self.cleaned_data
        plan = {"ending": said["ending"]}
        if said["ending"] == "vcf":
            return plan
        if said["what"] == "columns":
            return plan | {"columns": said["columns"]}
        return plan | {"private": said["private"]}
