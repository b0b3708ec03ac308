"""The settings pages of webhooks: endpoints, their log, and what can be done with either."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.api.webhooks import actions, signing
from rapport.api.webhooks.forms import ALL, CHOSEN, EndpointForm
from rapport.api.webhooks.models import Delivery, Endpoint
from rapport.api.webhooks.words import words_for
from rapport.core import keyset
from rapport.core.views import Page
from rapport.timeline.kinds import kind_of

SIZE = 50


class Webhooks(Page):
    permission = "api.view_endpoint"

    def get(self, request: HttpRequest) -> HttpResponse:
        endpoints = Endpoint.objects.select_related("progress", "made_by")
        return render(request, "api/webhooks/list.html", {"endpoints": endpoints, "now": timezone.now()})


class NewWebhook(Page):
    """An endpoint is posted here, and its secret shown once in the answer."""

    permission = "api.add_endpoint"

    def get(self, request: HttpRequest, form=None, status: int = 200) -> HttpResponse:
        return render(request, "api/webhooks/form.html", {"form": form or EndpointForm()}, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EndpointForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        at = timezone.now()
        endpoint = actions.make(**form.said, by=request.user, at=at)
        return _show_secret(request, endpoint, endpoint.secrets.valid(at)[0])


class AboutEndpoint(Page):
    permission = "api.change_endpoint"

    def dispatch(self, request: HttpRequest, pk) -> HttpResponse:
        endpoints = Endpoint.objects.select_related("progress", "made_by")
        return super().dispatch(request, get_object_or_404(endpoints, pk=pk))


class Webhook(AboutEndpoint):
    """An endpoint and its log, newest first. Three queries beside those of every page."""

    permission = "api.view_endpoint"

    def get(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        state = request.GET.get("state", "")
        rows = endpoint.deliveries.select_related("entry", "entry__customer")
        if state in Delivery.State.values:
            rows = rows.filter(state=state)
        rows = rows.defer("answer")
        context = {
            "endpoint": endpoint,
            "told": [kind_of(name).label for name in endpoint.kinds],
            "states": {"": _("All"), **dict(Delivery.State.choices)},
            "state": state,
            "log": keyset.page(rows, order=("-id",), after=request.GET.get("after"), size=SIZE),
            "has_failed": endpoint.deliveries.filter(state=Delivery.State.FAILED).exists(),
            "now": timezone.now(),
        }
        return render(request, "api/webhooks/endpoint.html", context)


class Change(AboutEndpoint):
    def get(self, request: HttpRequest, endpoint: Endpoint, form=None, status: int = 200) -> HttpResponse:
        form = form or EndpointForm(
            initial={
                "url": endpoint.url,
                "description": endpoint.description,
                "told": ALL if endpoint.has_all_kinds else CHOSEN,
                "kinds": endpoint.kinds,
                "with_imported": endpoint.with_imported,
            }
        )
        return render(request, "api/webhooks/form.html", {"form": form, "endpoint": endpoint}, status=status)

    def post(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        form = EndpointForm(request.POST)
        if not form.is_valid():
            return self.get(request, endpoint, form, status=422)
        actions.change(endpoint, **form.said, by=request.user)
        messages.success(request, _("“%(name)s” saved.") % {"name": form.cleaned_data["description"]})
        return redirect(endpoint)


class Rotation(AboutEndpoint):
    """A new secret, shown once."""

    def get(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        return render(request, "api/webhooks/rotation.html", {"endpoint": endpoint})

    def post(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        return _show_secret(request, endpoint, actions.rotate(endpoint, by=request.user, at=timezone.now()))


class Switching(AboutEndpoint):
    def get(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        return render(request, "api/webhooks/switching.html", {"endpoint": endpoint})

    def post(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        name = {"name": endpoint.description}
        if request.POST.get("on"):
            actions.switch_on(endpoint, by=request.user, at=timezone.now())
            messages.success(request, _("“%(name)s” is told of what happens from now on.") % name)
        else:
            actions.switch_off(endpoint, by=request.user, at=timezone.now())
            messages.success(request, _("“%(name)s” is told nothing more.") % name)
        return redirect(endpoint)


class Test(AboutEndpoint):
    def get(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        return redirect(endpoint)

    def post(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        return redirect(actions.test(endpoint, at=timezone.now()))


class RepetitionOfAll(AboutEndpoint):
    """Everything that failed, once more."""

    def get(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        return redirect(endpoint)

    def post(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        failed = endpoint.deliveries.filter(state=Delivery.State.FAILED)
        count = actions.again_all(failed, at=timezone.now())
        messages.success(
            request, ngettext("%(count)d is sent again.", "%(count)d are sent again.", count) % {"count": count}
        )
        return redirect(endpoint)


class Removal(AboutEndpoint):
    permission = "api.delete_endpoint"

    def get(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        return render(request, "api/webhooks/removal.html", {"endpoint": endpoint})

    def post(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        actions.remove(endpoint, by=request.user)
        messages.success(request, _("“%(name)s” is removed.") % {"name": endpoint.description})
        return redirect("api:webhooks")


class AboutDelivery(Page):
    permission = "api.view_endpoint"

    def dispatch(self, request: HttpRequest, pk) -> HttpResponse:
        deliveries = Delivery.objects.select_related("endpoint", "entry", "entry__by", "entry__customer")
        return super().dispatch(request, get_object_or_404(deliveries, pk=pk))


class DeliveryPage(AboutDelivery):
    """What was sent, and what was answered. It renews itself while it waits."""

    def get(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        body = json.dumps(json.loads(signing.body_of(delivery)), ensure_ascii=False, indent=2)
        context = {
            "delivery": delivery,
            "kind": kind_of(delivery.entry.kind).label if delivery.entry else _("Test"),
            "problem": words_for(delivery.problem),
            "body": body,
            "now": timezone.now(),
        }
        return render(request, "api/webhooks/delivery.html", context)


class Repetition(AboutDelivery):
    permission = "api.change_endpoint"

    def get(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        return redirect(delivery)

    def post(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        actions.again(delivery, at=timezone.now())
        return redirect(delivery)


def _show_secret(request: HttpRequest, endpoint: Endpoint, secret) -> HttpResponse:
    response = render(request, "api/webhooks/secret.html", {"endpoint": endpoint, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response
