from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

import rapport.messaging.chat.live  # noqa: F401 – what open pages hear
from rapport.core.registry import NavItem, PaletteWord, SettingsPage, navigation, palette_words, settings_pages
from rapport.messaging.inbox.queries import mine_count
from rapport.messaging.models import AssignmentRule, CannedReply
from rapport.messaging.setup import kinds, standing  # noqa: F401 – kinds adds the forms of its channels

navigation.add(
    NavItem(
        "inbox",
        label=_("Inbox"),
        short_label=pgettext_lazy("below a small icon", "Inbox"),
        icon="inbox",
        url_name="messaging:inbox",
        permission="messaging.view_conversation",
        order=15,
        key="i",
        on_phone=True,
        badge=lambda user: mine_count(user) or None,
        tone="late",
    )
)
palette_words.add(
    PaletteWord(
        "write",
        _("Write to a customer"),
        "pencil",
        "messaging:writing_to",
        permission="messaging.add_message",
        order=12,
        also=_("message mail letter e-mail send"),
        about="customers",
        key="w",
    )
)


def _answers(user) -> str:
    count = CannedReply.objects.count()
    return ngettext("%(count)s ready answer", "%(count)s ready answers", count) % {"count": count}


def _rules(user) -> str:
    count = AssignmentRule.objects.filter(is_active=True).count()
    return ngettext("%(count)s rule", "%(count)s rules", count) % {"count": count}


settings_pages.add(
    SettingsPage(
        "ready_answers",
        _("Ready answers"),
        _("What you write often, once in each language"),
        "bookmark",
        "messaging:answers",
        permission="messaging.change_cannedreply",
        order=40,
        section="customers",
        words=_("canned replies templates snippets text blocks"),
        now=_answers,
    )
)
settings_pages.add(
    SettingsPage(
        "signatures",
        _("Your signatures"),
        _("How your mails end, in each language"),
        "signature",
        "messaging:signatures",
        permission="messaging.add_message",
        order=41,
        section="customers",
        words=_("signature footer mail end"),
    )
)
settings_pages.add(
    SettingsPage(
        "assignment",
        _("Who gets what comes"),
        _("To which team or person a new conversation goes"),
        "user-share",
        "messaging:rules",
        permission="messaging.change_assignmentrule",
        order=42,
        section="customers",
        words=_("assignment routing rules round robin distribute"),
        now=_rules,
    )
)
settings_pages.add(
    SettingsPage(
        "channels",
        _("Channels"),
        _("The e-mail accounts, telephones and other ways by which customers reach you"),
        "messages",
        "messaging:channels",
        permission="messaging.change_channel",
        order=38,
        section="customers",
        words=_("e-mail account imap smtp mailbox gmail outlook phone line password provider"),
        now=standing.channels,
    )
)
settings_pages.add(
    SettingsPage(
        "mailboxes",
        _("Mailboxes"),
        _("What is in each mailbox, and whether all of it is here"),
        "inbox",
        "messaging:mailboxes",
        permission="messaging.change_channel",
        order=39,
        section="customers",
        words=_("imap reconciliation backfill missing mails folders"),
        now=standing.mailboxes,
    )
)
settings_pages.add(
    SettingsPage(
        "budgets",
        _("How often customers are written to"),
        _("At most so many messages in so many days, over everything"),
        "hourglass",
        "messaging:budgets",
        permission="messaging.change_budget",
        order=43,
        section="customers",
        words=_("budget frequency limit too many mails newsletter"),
    )
)
settings_pages.add(
    SettingsPage(
        "house_greeting",
        _("How we answer the telephone"),
        _("The first sentence of everybody here, in each language"),
        "phone-call",
        "messaging:house_greeting",
        permission="messaging.change_housegreeting",
        order=43,
        section="customers",
        words=_("greeting script call phone pop answer"),
    )
)
palette_words.add(
    PaletteWord(
        "calls",
        _("Calls"),
        "phone",
        "messaging:calls_list",
        permission="messaging.view_call",
        order=13,
        also=_("telephone missed call back voicemail"),
    )
)
palette_words.add(
    PaletteWord(
        "messaging.quarantine",
        _("Mail that could not be read"),
        "mail",
        "messaging:quarantine",
        permission="messaging.view_rawmail",
        order=66,
        also=_("quarantine, unreadable, skipped, left out, bytes"),
        is_page=True,
    )
)
palette_words.add(
    PaletteWord(
        "held_back",
        _("What did not go out"),
        "lock",
        "messaging:held_back",
        permission="messaging.view_message",
        order=13,
        also=_("held back refused failed bounced perhaps sent messages"),
    )
)
