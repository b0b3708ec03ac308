from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.core.registry import panels
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.customers import actions, queries
from rapport.customers.layout import Layout, Wishes
from rapport.customers.merges import merges_of
from rapport.customers.rights.looking import looking
from rapport.customers.templatetags.customers import panel_html
from rapport.customers.views.base import CustomerPage
from rapport.timeline.story import story_context


class ShowPage(Page):
    """The page of one customer: who they are, what happened, what is owed."""

    permission = "customers.view_customer"

    def get(self, request, pk):
        page = queries.customer_page(pk, request.user, at=timezone.now())
        if page is None:
            raise Http404
        story = story_context(request, page.customer)
        wishes, is_for_paper = Wishes.read(page.customer.panel_wishes), "paper" in request.GET
        layout = Layout(request.user, wishes, is_for_paper)
        context = {"page": page, "now": page.at, "today": timezone.localdate(page.at), "layout": layout, **story}
        context |= looking(request, page.customer)
        return render(request, "customers/customer.html", context)


class PanelView(CustomerPage):
    """A panel that was scrolled to, or asked for by a reader without JavaScript."""

    def get(self, request, customer, name):
        panel = next((panel for panel in panels.for_user(request.user) if panel.name == name), None)
        if panel is None or not panel.slot.startswith("customer.") or not panel.fits(customer):
            raise Http404
        around = self.page_around(request, customer) if panel.template.startswith("customers/") else None
        is_part = getattr(request.htmx, "request_type", "") == "partial"
        template = "customers/_panel.html" if is_part else "customers/panel.html"
        context = {"customer": customer, "panel": panel, "html": panel_html(request, customer, panel, around=around)}
        return render(request, template, context)

    def page_around(self, request, customer) -> dict:
        page = queries.customer_facts(customer.pk, request.user, at=now())
        return {"page": page, "now": page.at, "today": timezone.localdate(page.at)}


class HistoryPage(CustomerPage):
    size = 50

    def get(self, request, customer):
        lines = queries.history(customer, request.user)
        start = request.GET.get("from", "")
        start = int(start) if start.isdecimal() else 0
        later = start + self.size
        context = {
            "customer": customer,
            "lines": lines[start:later],
            "next": later if later < len(lines) else None,
            "merges": merges_of(customer, request.user) if not start else [],
            "now": timezone.now(),
        }
        return render(request, "customers/history.html", context)


class FollowingPage(CustomerPage):
    """Whether I hear what happens with this customer. `off`, in the form or the address, ends it."""

    def get(self, request, customer):
        follow = customer.follows.filter(user=request.user, is_following=True).first()
        return render(request, "customers/following.html", {"customer": customer, "follow": follow})

    def post(self, request, customer):
        here = reverse("customers:following", args=[customer.pk])
        if request.POST.get("off") or request.GET.get("off"):
            actions.unfollow(customer, user=request.user)
            offer(request, _("You no longer follow them."), here)
        else:
            actions.follow(customer, user=request.user)
            offer(request, _("You follow them now."), f"{here}?off=1")
        return redirect(customer)
