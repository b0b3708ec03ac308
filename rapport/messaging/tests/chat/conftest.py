"""A visitor writes in the chat on the web page; Ann answers in the inbox. Cora is a customer of old."""

import json
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rapport.messaging.models import Channel, ChatVisitor, Conversation

SITE = "https://www.linden.example"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def chat(business, cast) -> Channel:
    settings = {"sites": [SITE], "colour": "#7a1f5a"}
    return Channel.objects.create(kind="webchat", name="Web page", tells_when_closed=False, settings=settings)


@pytest.fixture
def mailbox(business, cast) -> Channel:
    return Channel.objects.create(kind="email", name="Hello", address="hello@linden.example", is_default=True)


@dataclass
class Browser:
    """One visitor's browser: what the frame asks, without the frame."""

    channel: Channel
    secret: str = ""
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    headers: dict = field(default_factory=lambda: {"Rapport-Chat": "1", "Accept-Language": "en"})

    def _headers(self) -> dict:
        return self.headers | ({"Authorization": f"Chat {self.secret}"} if self.secret else {})

    def where(self, part: str) -> str:
        return f"/chat/{self.channel.pk}/{part}/"

    def say(self, text: str = "Do you repair chairs?", *, files=(), key=None, **words):
        data = {"text": text, "key": key or uuid4().hex, "files": list(files), **words}
        response = self.client.post(self.where("talk"), data, headers=self._headers())
        if response.status_code == 200:
            self.secret = response.json().get("secret", self.secret)
        return response

    def look(self, **query):
        return self.client.get(self.where("talk"), query, headers=self._headers())

    def post(self, part: str, **data):
        return self.client.post(self.where(part), data, headers=self._headers())

    def sees(self, **query) -> str:
        response = self.look(**query)
        assert response.status_code == 200, response.status_code
        return json.loads(response.content)["html"]

    @property
    def visitor(self) -> ChatVisitor:
        return ChatVisitor.objects.select_related("channel", "conversation__customer").latest("created_at")

    @property
    def conversation(self) -> Conversation:
        return Conversation.objects.select_related("channel", "customer").get(pk=self.visitor.conversation_id)


@pytest.fixture
def browser(chat) -> Browser:
    return Browser(chat)


def a_picture(name: str = "chair.png", size: int = 100) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + b"\0" * size, content_type="image/png")
