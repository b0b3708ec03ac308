from rapport.messaging.tests.outgoing.server import mail_server

__all__ = ["mail_server"]
