from rapport.messaging.incoming.tasks import read_left_mails, read_mails  # noqa: F401 – tasks are found in this module
from rapport.messaging.outgoing.tasks import deliver, look_for_due  # noqa: F401
