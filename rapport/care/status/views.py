"""Disruptions, and the services that the business offers, for the people who work here."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.models import Incident, IncidentUpdate, Notice, Service
from rapport.care.status import actions, queries
from rapport.care.status.forms import EndForm, IncidentForm, ServiceForm, UpdateForm
from rapport.care.status.telling import notice_about
from rapport.care.status.wording import languages, title_of
from rapport.core import keyset
from rapport.core.consequences import Consequence, Foreseen
from rapport.core.formats import LANGUAGE_NAMES
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.staff.models import Business

NEWS_AFTER = timedelta(hours=1)
TOLD = (Notice.State.SENDING, Notice.State.SENT)


class IncidentList(Page):
    permission = "care.view_incident"

    def get(self, request):
        choices = {"open": _("Open"), "over": _("Over"), "all": _("All")}
        show = request.GET.get("show") if request.GET.get("show") in choices else "open"
        rows = queries.incidents(show=show)
        context = {
            "page": keyset.page(rows, order=("-began_at",), after=request.GET.get("after")),
            "show": show,
            "show_choices": choices,
            "now": timezone.now(),
            "has_services": Service.objects.filter(retired_at=None).exists(),
        }
        return render(request, "care/status/incidents.html", context)


class NewIncidentPage(Page):
    permission = "care.add_incident"

    def get(self, request, form=None, status=200):
        form = form or IncidentForm(at=timezone.now())
        return render(request, "care/status/new_incident.html", {"form": form}, status=status)

    def post(self, request):
        at = timezone.now()
        form = IncidentForm(request.POST, at=at)
        if not form.is_valid():
            return self.get(request, form, status=422)
        incident = actions.begin(**form.incident(), at=at, by=request.user)
        messages.success(request, _("It is said in public. Now tell those whom it hits."))
        return redirect("care:incident", incident.pk)


class AboutIncident(Page):
    permission = "care.change_incident"

    def dispatch(self, request, pk, *args, **kwargs):
        rows = Incident.objects.select_related("owner").prefetch_related("services__location", "updates__by")
        return super().dispatch(request, get_object_or_404(rows, pk=pk), *args, **kwargs)


class IncidentPage(AboutIncident):
    permission = "care.view_incident"

    def get(self, request, incident):
        business = Business.objects.current()
        tongues = languages(business)
        updates = list(incident.updates.all())
        notices = list(incident.notices.order_by("-made_at")) if request.user.has_perm("care.view_notice") else []
        context = {
            "incident": incident,
            "titles": [(code, title_of(incident, code, business)) for code in tongues],
            "updates": [(said, _in_each_language(said, tongues)) for said in updates],
            "missing": [LANGUAGE_NAMES[c] for c in tongues if updates and c not in updates[0].texts],
            "notices": notices,
            "believing": [one for one in notices if incident.ended_at and one.state in TOLD],
            "now": timezone.now(),
        }
        return render(request, "care/status/incident_staff.html", context)


def _in_each_language(said: IncidentUpdate, tongues: list[str]) -> list[tuple[str, str]]:
    """The business's own language first; what was said in one that it speaks no more comes last."""
    order = [*tongues, *(code for code in said.texts if code not in tongues)]
    return [(said.texts[code], code) for code in order if code in said.texts]


class SomethingSaid(AboutIncident):
    """A page with one form about an open disruption."""

    heading = ""
    button = ""

    def form(self, incident, at, data=None):
        raise NotImplementedError

    def save(self, request, incident, form, at) -> None:
        raise NotImplementedError

    def get(self, request, incident, form=None, status=200):
        if incident.ended_at:
            raise actions.IncidentOver
        form = form or self.form(incident, timezone.now())
        context = {"incident": incident, "form": form, "heading": self.heading, "button": self.button}
        return render(request, "care/status/say.html", context, status=status)

    def post(self, request, incident):
        at = timezone.now()
        form = self.form(incident, at, request.POST)
        if not form.is_valid():
            return self.get(request, incident, form, status=422)
        self.save(request, incident, form, at)
        return redirect("care:incident", incident.pk)


class NewUpdatePage(SomethingSaid):
    heading = gettext_lazy("Say what is new")
    button = gettext_lazy("Say it in public")

    def form(self, incident, at, data=None):
        return UpdateForm(data, incident=incident, at=at)

    def save(self, request, incident, form, at):
        actions.update(incident, **form.update(), at=at, by=request.user)
        messages.success(request, _("It is said in public."))


class EndIncidentPage(SomethingSaid):
    heading = gettext_lazy("It works again")
    button = gettext_lazy("Say that it is solved")

    def form(self, incident, at, data=None):
        return EndForm(data, incident=incident, at=at)

    def save(self, request, incident, form, at):
        texts, ended_at = form.gathered("texts"), form.cleaned_data["ended_at"]
        actions.end(incident, texts=texts, ended_at=ended_at, at=at, by=request.user)
        offer(
            request, _("It is said in public that it is solved."), reverse("care:incident_return", args=[incident.pk])
        )


class IncidentReturnPage(Undo, AboutIncident):
    heading = gettext_lazy("Is it not over after all?")
    explanation = gettext_lazy(
        "It is open again, with news promised within the hour. What was said stays in public; say that it came back."
    )
    button = gettext_lazy("Take it up again")

    def undo(self, request, incident):
        at = timezone.now()
        actions.take_up_again(incident, next_news_at=at + NEWS_AFTER, at=at, by=request.user)
        return _("It is open again. Say in public that it came back.")

    def back(self, request, incident):
        return reverse("care:incident", args=[incident.pk])


class IncidentNoticePage(AboutIncident):
    """One click: a notice to those whom it hits, written from what was said in public, ready to be read and sent."""

    permission = "care.add_notice"

    def get(self, request, incident):
        return render(request, "care/status/notice.html", {"incident": incident})

    def post(self, request, incident):
        notice = notice_about(incident, at=timezone.now(), by=request.user)
        messages.success(request, _("The notice is written. Read it once more, then send it."))
        return redirect(notice)


class ServicesPage(Page):
    permission = "care.change_service"

    def get(self, request):
        services = Service.objects.select_related("location").order_by("retired_at", "position", "name")
        return render(request, "care/status/services.html", {"services": services})


class NewServicePage(Foreseen, Page):
    permission = "care.change_service"
    template = "care/status/service.html"

    def form(self, data=None):
        return ServiceForm(data)

    def foresee(self, form):
        return _outlook(form)

    def save(self, form):
        service = actions.offer_service(**form.service())
        offer(
            self.request,
            _("%(name)s is one of your services now.") % {"name": service},
            reverse("care:service_retirement", args=[service.pk]),
        )
        return "care:services"


class ServicePage(Foreseen, Page):
    permission = "care.change_service"
    template = "care/status/service.html"

    def form(self, data=None, *, pk):
        return ServiceForm(data, service=get_object_or_404(Service, pk=pk))

    def context(self, form, *, pk):
        return {"service": get_object_or_404(Service, pk=pk)}

    def foresee(self, form, *, pk):
        return _outlook(form)

    def save(self, form, *, pk):
        service = actions.change_service(get_object_or_404(Service, pk=pk), **form.service())
        messages.success(self.request, _("%(name)s is changed.") % {"name": service})
        return "care:services"


def _outlook(form) -> list[Consequence]:
    said = form.cleaned_data
    if not said["is_public"]:
        return [Consequence(_("Customers do not see %(name)s on the public page.") % said, icon="eye-off")]
    return [Consequence(_("Everybody can see on the public page whether %(name)s works.") % said, icon="eye")]


class ServiceRetirementPage(Undo, Page):
    """It is no longer offered; what was, stays in its history."""

    permission = "care.change_service"
    heading = gettext_lazy("No longer offer this service?")
    explanation = gettext_lazy("It goes from the public page. Its history stays, and you can offer it again.")
    button = gettext_lazy("No longer offer it")

    def undo(self, request, pk):
        service = actions.retire_service(get_object_or_404(Service, pk=pk), at=timezone.now())
        return _("%(name)s is no longer offered.") % {"name": service}

    def back(self, request, pk):
        get_object_or_404(Service, pk=pk)
        return reverse("care:services")


class ServiceReturnPage(ServiceRetirementPage):
    heading = gettext_lazy("Offer this service again?")
    explanation = gettext_lazy("It is on the public page again, with its history.")
    button = gettext_lazy("Offer it again")

    def undo(self, request, pk):
        service = actions.return_service(get_object_or_404(Service, pk=pk))
        return _("%(name)s is offered again.") % {"name": service}
