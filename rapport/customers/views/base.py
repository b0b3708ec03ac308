from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.customers import words
from rapport.customers.models import Customer


class CustomerPage(Page):
    """Base of every page about one customer. Customers you may not see do not exist."""

    permission = "customers.view_customer"

    def dispatch(self, request, pk, **kwargs):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
        return super().dispatch(request, customer, **kwargs)


def say_saved(request, what: str, merged=(), undo: str = "") -> None:
    """The toast after an edit: what was saved and how to undo it, or what somebody else had changed meanwhile."""
    if merged:
        labels = ", ".join(words.label(name) for name in dict.fromkeys(merged))
        text = _("Saved. Someone else changed this meanwhile, and it stays as they wrote it: %(labels)s.")
        messages.info(request, text % {"labels": labels})
    else:
        offer(request, _("Saved: %(what)s.") % {"what": what}, undo)
