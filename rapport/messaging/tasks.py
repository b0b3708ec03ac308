from rapport.messaging.calls.tasks import fetch_voicemail, settle_call, sweep_calls  # noqa: F401
from rapport.messaging.channels.tasks import poll_channels, publish_due, work_off_event  # noqa: F401 – tasks are found in this module
from rapport.messaging.chat.tasks import follow_after, sweep_chats  # noqa: F401
from rapport.messaging.inbox.tasks import sweep_inbox, wake_conversations  # noqa: F401
from rapport.messaging.incoming.tasks import look_for_mails, read_mails  # noqa: F401
from rapport.messaging.mailboxes.tasks import compare_mailboxes, read_mailboxes  # noqa: F401
from rapport.messaging.outgoing.tasks import deliver, look_for_due  # noqa: F401
