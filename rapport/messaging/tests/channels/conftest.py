from collections.abc import Iterator

import pytest

from rapport.messaging.tests.channels.server import Provider, listening


@pytest.fixture(scope="session")
def provider_process() -> Iterator[Provider]:
    with listening() as provider:
        yield provider


@pytest.fixture
def provider(provider_process, settings) -> Provider:
    """A provider on loopback, and loopback opened by setting."""
    settings.WEBHOOKS_PRIVATE = ["1"]
    provider_process.asked.clear()
    provider_process.replies.clear()
    provider_process.by_path.clear()
    return provider_process
