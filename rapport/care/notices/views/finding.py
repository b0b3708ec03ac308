from django.shortcuts import get_object_or_404

from rapport.care.models import NoticeRecipient
from rapport.care.notices import queries
from rapport.core.views import Page
from rapport.customers.models import Customer


class AboutNotice(Page):
    """Base of every page about one notice. One that concerns nobody whom you may see does not exist."""

    permission = "care.change_notice"

    def dispatch(self, request, pk):
        return super().dispatch(request, get_object_or_404(queries.visible(request.user), pk=pk))


class AboutRecipient(Page):
    permission = "care.change_notice"

    def dispatch(self, request, pk):
        rows = NoticeRecipient.objects.filter(Customer.objects.sight(request.user, "customer"))
        return super().dispatch(request, get_object_or_404(rows.select_related("notice", "customer", "order"), pk=pk))
