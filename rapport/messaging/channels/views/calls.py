from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.messaging.channels import tasks
from rapport.messaging.models import Channel, WebhookEvent

SHOWN = 50


class CallsPage(Page):
    """What providers told us and we could not work through. What they said is not shown here: it is personal."""

    permission = "messaging.change_channel"

    def get(self, request):
        failed = WebhookEvent.objects.filter(done_at=None).exclude(error="").select_related("channel").defer("body")
        unread = WebhookEvent.objects.filter(done_at__isnull=False).exclude(error="").select_related("channel")
        context = {
            "failed": failed.order_by("-received_at")[:SHOWN],
            "unread": unread.defer("body").order_by("-received_at")[:SHOWN],
            "channels": [one for one in Channel.objects.in_use() if one.settings.get("hook_url")],
        }
        return render(request, "messaging/channels/calls.html", context)


class WorkingAgain(Page):
    permission = "messaging.change_channel"

    def get(self, request, pk):
        return redirect("messaging:calls")

    def post(self, request, pk):
        event = get_object_or_404(WebhookEvent.objects.filter(done_at=None).defer("body"), pk=pk)
        tasks.work_off_event.defer(event_id=str(event.pk))
        messages.success(request, _("It is tried again now."))
        return redirect("messaging:calls")
