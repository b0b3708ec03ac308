from rapport.messaging.tests.channels.conftest import provider, provider_process

__all__ = ["provider", "provider_process"]
