"""What stands where others can read it: messages in public, and what the house itself tells everybody."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.messaging.models.channels import Channel
from rapport.messaging.models.messages import Message


class Place(Record):
    """Where a message stands on a social network, and who can read it, and our answer to it, there."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="place")
    is_public = models.BooleanField(default=False)
    visibility = models.CharField(max_length=12, blank=True)  # as the network calls it
    thread = models.CharField(max_length=200)  # what an answer hangs on: a comment, a post
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["thread"], name="place_of_thread")]


class PostQuerySet(models.QuerySet):
    def with_copies(self):
        return self.select_related("by").prefetch_related(
            models.Prefetch("copies", PostCopy.objects.select_related("channel").order_by("channel__position", "pk"))
        )


@keep_history()
class Post(Record):
    """Words to everybody, on one or several of our accounts, now or at a later hour."""

    text = models.TextField(_("Text"), max_length=5000)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    picture_url = models.URLField(_("Address of a picture on the web"), max_length=500, blank=True)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    send_at = models.DateTimeField(_("When"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-send_at", "-id"], name="post_latest")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="post_has_words")]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return address_of("messaging:post", self.pk)


class PostCopy(Record):
    """A post on one account, and how far it got."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for its time")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Published")
        FAILED = "failed", _("Not published")
        UNCERTAIN = "uncertain", _("May have been published")
        TAKEN_BACK = "taken_back", _("Taken back")

    post = models.ForeignKey(Post, models.CASCADE, related_name="copies", db_index=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="posts")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    next_at = models.DateTimeField(null=True)  # when it is tried; null: no more
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "channel"], name="post_once_on_a_channel")]
        indexes = [
            models.Index(fields=["next_at"], name="post_copy_due", condition=Q(state__in=["waiting", "sending"]))
        ]
