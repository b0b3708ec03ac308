from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from rapport.core.progress.showing import job
from rapport.core.views import Page
from rapport.demo import actions, queries
from rapport.demo.forms import OwnAccountForm
from rapport.demo.removing import Leaving
from rapport.staff.actions import create_user
from rapport.staff.models import Business

BACKEND = "django.contrib.auth.backends.ModelBackend"
PERMISSION = "demo.delete_made"


class DemoPage(Page):
    """Whether the demo business lives here, is moving in, or may."""

    permission = PERMISSION

    def get(self, request):
        work, lives_here = queries.latest_work(), actions.lives_here()
        context = {"lives_here": lives_here, "has_room": actions.has_room(), "work": work}
        if lives_here:
            context["leaving"] = Leaving.now()
        elif work:
            context |= job(work, timezone.now())
        return render(request, "demo/demo.html", context)


class MovingInPage(Page):
    permission = PERMISSION

    def get(self, request):
        return redirect("demo:demo")

    def post(self, request):
        actions.ask_for(by=request.user)
        return redirect("demo:demo")


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class RemovalPage(Page):
    """One click, with everything said beforehand. Someone of the demo says first who they are, as they go too."""

    permission = PERMISSION

    def get(self, request, form=None, status=200):
        if not actions.lives_here():
            return redirect("demo:demo")
        form = form or (OwnAccountForm() if self._needs_account(request) else None)
        context = {"leaving": Leaving.now(), "form": form}
        return render(request, "demo/removal.html", context, status=status)

    def post(self, request):
        form = None
        if self._needs_account(request):
            form = OwnAccountForm(request.POST)
            if not form.is_valid():
                return self.get(request, form, status=422)
        with transaction.atomic():
            is_guest = queries.is_of_the_demo(request.user)
            owner = create_user(**form.cleaned_data, role="owner", language=request.LANGUAGE_CODE) if form else None
            heir = owner or (queries.real_owner() if is_guest else request.user)
            gone = actions.remove(heir=heir, at=timezone.now())
        if owner:
            login(request, owner, backend=BACKEND)
        elif is_guest:
            return redirect("account_login")
        said = _("The demo is gone: %(what)s.") % {"what": ", ".join(gone.counts())}
        messages.success(request, said)
        return redirect("staff:settings" if Business.objects.current().set_up_at else "staff:first_run")

    @staticmethod
    def _needs_account(request) -> bool:
        return queries.is_of_the_demo(request.user) and queries.real_owner() is None
