"""Where posts, accounts and calls of providers show up on other pages."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core.registry import (
    AfterRestore,
    Check,
    Finding,
    PaletteWord,
    Panel,
    Restored,
    SettingsPage,
    after_restore,
    checks,
    palette_words,
    panels,
    settings_pages,
)
from rapport.messaging.channels import working
from rapport.messaging.channels.views.invitations import accounts
from rapport.messaging.models import PostCopy

panels.add(
    Panel(
        "accounts",
        slot="customer.side",
        template="messaging/channels/_accounts.html",
        query=accounts,
        permission="messaging.view_conversation",
        order=85,
        label=_("Accounts on networks"),
        icon="at",
    )
)
palette_words.add(
    PaletteWord(
        "posts",
        _("Posts"),
        "speakerphone",
        "messaging:posts",
        permission="messaging.view_post",
        order=40,
        also=_("publish social facebook instagram mastodon telegram news"),
        is_page=True,
    )
)
palette_words.add(
    PaletteWord(
        "invite",
        _("Invite to follow us"),
        "speakerphone",
        "messaging:inviting",
        permission="messaging.add_message",
        order=41,
        about="customers",
        in_dialog=True,
    )
)


def calls_now(user) -> str:
    count = working.waiting()
    if not count:
        return str(_("All worked through"))
    return ngettext("%(n)d could not be worked through", "%(n)d could not be worked through", count) % {"n": count}


settings_pages.add(
    SettingsPage(
        "calls",
        _("Calls of providers"),
        _("What WhatsApp, Telegram and others told us, and what of it could not be worked through"),
        "plug",
        "messaging:calls",
        permission="messaging.change_channel",
        order=46,
        section="customers",
        words=_("webhook hooks events whatsapp telegram facebook sms"),
        now=calls_now,
    )
)


def look(at: datetime) -> Iterator[Finding]:
    count = working.waiting()
    if not count:
        yield Finding("ok", str(_("What providers told us was all worked through.")))
        return
    said = ngettext(
        "%(n)d call of a provider could not be worked through.",
        "%(n)d calls of providers could not be worked through.",
        count,
    ) % {"n": count}
    yield Finding("warning", said, str(_("Look at Settings, Calls of providers.")))


checks.add(Check("calls", _("Calls of providers"), look, order=62))


def publish_none_twice(restored: Restored) -> str | None:
    """What was due between the backup and now went out since, as far as one can tell."""
    due = PostCopy.objects.filter(state__in=["waiting", "sending"], next_at__lte=restored.at)
    count = due.update(state=PostCopy.State.UNCERTAIN, reason="restored", next_at=None, claimed_at=None)
    if not count:
        return None
    return ngettext(
        "%(n)d post that waited in the backup may have been published since. Look before you publish it again.",
        "%(n)d posts that waited in the backup may have been published since. Look before you publish them again.",
        count,
    ) % {"n": count}


after_restore.add(AfterRestore("messaging.posts", publish_none_twice))
