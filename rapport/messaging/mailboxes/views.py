"""Settings, Channels: each mailbox beside what is here of it, its folders, and fetching a period."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.progress import actions as progress
from rapport.core.views import Page
from rapport.messaging.accounts import imap_of
from rapport.messaging.mailboxes import folders
from rapport.messaging.mailboxes.connecting import Trouble, connected
from rapport.messaging.mailboxes.forms import FillingForm
from rapport.messaging.mailboxes.queries import mailboxes
from rapport.messaging.mailboxes.tasks import WORK, ask_to_read
from rapport.messaging.models import Channel, Filling


class MailboxesPage(Page):
    permission = "messaging.change_channel"

    def get(self, request):
        now = timezone.now()
        context = {"mailboxes": mailboxes(now), "now": now}
        return render(request, "messaging/mailboxes/mailboxes.html", context)


class AboutMailbox(Page):
    permission = "messaging.change_channel"

    def dispatch(self, request, pk):
        return super().dispatch(request, get_object_or_404(Channel.objects.of("email"), pk=pk))


class FillingPage(AboutMailbox):
    """Fetching what is in the mailbox and not here, of all folders or of a period."""

    permission = "messaging.change_channel"

    def get(self, request, channel, form=None, status=200):
        context = {"channel": channel, "form": form or FillingForm()}
        return render(request, "messaging/mailboxes/filling.html", context, status=status)

    def post(self, request, channel):
        form = FillingForm(request.POST)
        if not form.is_valid():
            return self.get(request, channel, form, status=422)
        with transaction.atomic():
            filling = Filling.objects.create(channel=channel, by=request.user, **form.cleaned_data)
            progress.start(WORK, subject_id=filling.pk, total=100, by=request.user)
        return redirect("messaging:mailboxes")


class FoldersPage(AboutMailbox):
    """Which folders are read. It asks the server, so that nobody types names."""

    permission = "messaging.change_channel"

    def get(self, request, channel):
        offered, trouble = self._offered(channel)
        watched = {folder.name for folder in channel.folders.all() if folder.is_watched}
        first = not watched
        rows = [{"folder": one, "is_on": one.name in watched or (first and folders.is_usual(one))} for one in offered]
        context = {"channel": channel, "rows": rows, "trouble": trouble}
        return render(request, "messaging/mailboxes/folders.html", context)

    def post(self, request, channel):
        offered, trouble = self._offered(channel)
        chosen = [one for one in offered if one.name in request.POST.getlist("folder")]
        if trouble or not chosen:
            context = {
                "channel": channel,
                "rows": [{"folder": one, "is_on": False} for one in offered],
                "trouble": trouble,
                "problem": "" if trouble else _("Choose one folder at least."),
            }
            return render(request, "messaging/mailboxes/folders.html", context, status=422)
        folders.choose(channel, chosen)
        ask_to_read(channel.pk)
        messages.success(request, _("These folders are read from now on."))
        return redirect("messaging:mailboxes")

    def _offered(self, channel: Channel) -> tuple[list[folders.Offered], str]:
        server = imap_of(channel)
        if server is None:
            return [], _("This channel has no mailbox.")
        try:
            with connected(server) as client:
                return folders.offered(client), ""
        except Trouble as trouble:
            return [], str(trouble)
