"""The page of people they can reach, and the times at which we call."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import phones
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.naming import zone_of
from rapport.customers.own_pages.base import OwnPage
from rapport.portal.callbacks import actions, people
from rapport.portal.callbacks.models import CallBack
from rapport.portal.callbacks.slots import free_slots, who_calls

A_DAY = 24 * 3600


class PeoplePage(OwnPage):
    def get(self, request):
        them, now = self.customer, timezone.now()
        who = who_calls(them)
        context = {
            "who": who,
            "places": people.places(getattr(who, "location", None) or them.location, at=now),
            "callbacks": people.booked(them, at=now),
            "zone": zone_of(self.person),
            "now": now,
        }
        return render(request, "portal/people/people.html", context)


class PhotoView(OwnPage):
    """The face of whoever looks after them; of nobody else."""

    def get(self, request, key):
        who = who_calls(self.customer)
        if who is None or who.pk != key or not who.photo:
            raise Http404
        try:
            file = who.photo.open()
        except FileNotFoundError as problem:
            raise Http404 from problem
        response = FileResponse(file, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})
        response["Cache-Control"] = f"private, max-age={A_DAY}"
        return response


class TimeForm(forms.Form):
    """One of the free times, by days."""

    begins_at = forms.ChoiceField(label=gettext_lazy("When shall we call?"), widget=forms.RadioSelect)

    def __init__(self, *args, slots, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.days = people.by_day(slots, zone)
        self.fields["begins_at"].choices = [(heading, times) for heading, times in self.days]
        self.fields["begins_at"].error_messages["invalid_choice"] = str(actions.SlotTaken.message)

    def clean_begins_at(self) -> datetime:
        return datetime.fromisoformat(self.cleaned_data["begins_at"])


class BookingForm(TimeForm):
    phone = forms.CharField(
        label=gettext_lazy("Your telephone"), max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    about = forms.CharField(label=gettext_lazy("What about?"), max_length=200, required=False)

    def clean_phone(self) -> str:
        phone = clean(self.cleaned_data["phone"])
        if len(phones.digits(phone)) < 5:
            raise forms.ValidationError(_("Write a number that we can call."))
        return phone


class BookingPage(OwnPage):
    """A free time, chosen by them. Two who choose the same: the first has it, the second chooses anew."""

    form_class = BookingForm

    def get(self, request, form=None, status=200):
        form = form or self.form(initial={"phone": self.known_phone()})
        context = {"form": form, "who": who_calls(self.customer), "moves": None}
        return render(request, "portal/people/call.html", context, status=status)

    def post(self, request):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=self.status_of(form))
        said = form.cleaned_data
        try:
            booked = actions.book(self.customer, **said, person=self.person, at=timezone.now())
        except Refusal as no:
            form = self.form(request.POST)
            form.is_valid()
            form.add_error(None, str(no.message))
            return self.get(request, form, status=409)
        return self.done(request, booked)

    def form(self, data=None, **kwargs):
        now = timezone.now()
        slots = free_slots(self.customer, who_calls(self.customer), at=now)
        return self.form_class(data, slots=slots, zone=zone_of(self.person), **kwargs)

    def known_phone(self) -> str:
        number = self.person.phones.first()
        return str(number) if number else ""

    def done(self, request, booked: CallBack):
        messages.success(request, _("We call you then. You can still move it, or call it off."))
        return redirect("portal_people:people")

    @staticmethod
    def status_of(form) -> int:
        """A time that was there a moment ago is taken; anything else is a slip."""
        codes = {error.code for error in form.errors.as_data().get("begins_at", [])}
        return 409 if codes == {"invalid_choice"} and len(form.errors) == 1 else 422


class MovingPage(BookingPage):
    form_class = TimeForm

    def dispatch(self, request, key):
        self.callback = get_object_or_404(CallBack, pk=key, customer=self.customer, ended_at=None)
        return super().dispatch(request)

    def get(self, request, form=None, status=200):
        context = {"form": form or self.form(), "who": who_calls(self.customer), "moves": self.callback}
        return render(request, "portal/people/call.html", context, status=status)

    def post(self, request):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=self.status_of(form))
        actions.move(self.callback, form.cleaned_data["begins_at"], at=timezone.now())
        return self.done(request, self.callback)


class CancellationPage(OwnPage):
    def get(self, request, key):
        return redirect("portal_people:people")

    def post(self, request, key):
        actions.cancel(get_object_or_404(CallBack, pk=key, customer=self.customer), at=timezone.now())
        messages.success(request, _("Called off."))
        return redirect("portal_people:people")
