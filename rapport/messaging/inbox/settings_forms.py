"""Forms of the settings of the inbox."""

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.messaging.inbox.canned import FIELDS, unknown_fields
from rapport.messaging.models import AssignmentRule, CannedReply, Signature
from rapport.staff.models import Business, Team, User

MINE, EVERYBODY = "me", "all"
HOURS = (("", _("At any time")), ("open", _("While we are open")), ("closed", _("While we are closed")))


def languages() -> list[tuple[str, str]]:
    """Those that the house writes."""
    business = Business.objects.current()
    return [(code, formats.language_name(code)) for code in business.languages or [business.language]]


class AnswerForm(forms.ModelForm):
    """A ready answer. `whose` is the writer's own, a team's, or everybody's where one may say so."""

    whose = forms.ChoiceField(label=_("For whom"))
    language = forms.ChoiceField(label=_("Language"))

    class Meta:
        model = CannedReply
        fields = ("name", "shortcut", "language", "subject", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.user = user
        self.fields["language"].choices = languages()
        self.fields["whose"].choices = self.offered()
        self.fields["whose"].initial = (
            str(row.team_id) if row.team_id else MINE if row.owner_id or not row.name else EVERYBODY
        )
        self.fields["text"].help_text = _g("Fields that are filled in: %(fields)s") % {
            "fields": ", ".join(f"{{{name}}} – {words}" for name, words in FIELDS.items())
        }

    def offered(self) -> list[tuple[str, str]]:
        found = [(MINE, _g("Only for me"))]
        if self.user.has_perm("messaging.manage_cannedreply"):
            found += [(EVERYBODY, _g("For everybody"))]
            found += [(str(team.pk), _g("For %(team)s") % {"team": team}) for team in Team.objects.all()]
        return found

    def clean_text(self) -> str:
        unknown = unknown_fields(self.cleaned_data["text"])
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise forms.ValidationError(_("Nobody can fill in %(fields)s.") % {"fields": names})
        return self.cleaned_data["text"]

    @property
    def written(self) -> dict:
        said = dict(self.cleaned_data)
        whose = said.pop("whose")
        said["owner"] = self.user if whose == MINE else None
        said["team"] = Team.objects.get(pk=whose) if whose not in (MINE, EVERYBODY) else None
        return said


class SignatureForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = Signature
        fields = ("language", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["language"].choices = [("", _g("Every other language")), *languages()]
        self.fields["text"].label = _g("Your signature")

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        if Signature.objects.filter(user=self.user, language=language).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("You have one in that language already."))
        return language


class RuleForm(forms.ModelForm):
    hours = forms.ChoiceField(label=_("When"), choices=HOURS, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = AssignmentRule
        fields = ("name", "position", "is_active", "channel", "language", "hours", "words", "way", "team", "person")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].label, self.fields["channel"].empty_label = _g("Channel"), _g("Any channel")
        self.fields["language"].choices = [("", _g("Any language")), *languages()]
        self.fields["position"].label = _g("Place in the row")
        self.fields["words"].help_text = _g("One of these is enough; divided by commas")
        self.fields["team"].label, self.fields["person"].label = _g("Team"), _g("Colleague")
        self.fields["person"].queryset = User.objects.working_here()

    def clean(self):
        said = super().clean()
        way = said.get("way")
        if way in (AssignmentRule.Way.TEAM, AssignmentRule.Way.TURN) and not said.get("team"):
            self.add_error("team", _("Choose a team."))
        if way == AssignmentRule.Way.PERSON and not said.get("person"):
            self.add_error("person", _("Choose a colleague."))
        return said
