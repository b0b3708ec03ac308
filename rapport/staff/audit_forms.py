from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.audit.kinds import GROUPS
from rapport.core.audit.lines import DeedFilters
from rapport.core.forms import DateInput
from rapport.staff.models import User


class AuditFilterForm(forms.Form):
    """What the audit is narrowed to. What makes no sense narrows nothing."""

    group = forms.ChoiceField(label=_("Kind"), choices=[("", _("Everything")), *GROUPS.items()], required=False)
    person = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), required=False, empty_label=_("Anybody"))
    since = forms.DateField(label=_("From"), widget=DateInput, required=False)
    until = forms.DateField(label=_("Until"), widget=DateInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.order_by("name")  # type: ignore[attr-defined]

    def filters(self) -> DeedFilters:
        self.is_valid()
        return DeedFilters(**{name: value for name, value in self.cleaned_data.items() if value})
