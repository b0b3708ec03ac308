from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "rapport.messaging"
    label = "messaging"

    def ready(self):
        import rapport.messaging.channels.kinds  # noqa: F401 – adapters make themselves known
