from django import forms


class TickForm(forms.Form):
    """Which line, and until when; no `until` means done."""

    key = forms.RegexField(r"^[a-z_.]+:[\w:.-]+$", max_length=120)
    until = forms.CharField(required=False)
    due_at = forms.DateTimeField(required=False)
    due_on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = choices

    def clean_until(self) -> str:
        until = self.cleaned_data["until"]
        if until and until not in self.choices:
            raise forms.ValidationError("unknown")
        return until
