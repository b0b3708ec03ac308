from datetime import datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.messaging.channels import polling, posting, working
from rapport.messaging.channels.adapters import adapters
from rapport.messaging.models import Channel, PostCopy, WebhookEvent


@app.task(
    queue="messages", name="messaging.work_off_event", retry=RetryStrategy(max_attempts=8, exponential_wait=5)
)  # five seconds, 25, two minutes … about a day in all
def work_off_event(event_id: str) -> None:
    event = WebhookEvent.objects.select_related("channel").filter(pk=event_id).first()
    if event:
        working.work_off(event)


@app.periodic(cron="* * * * *")
@app.task(queue="messages", name="messaging.poll_channels", queueing_lock="messaging.poll_channels")
def poll_channels(timestamp: int = 0) -> None:
    for channel in polling.to_ask(timezone.now()):
        poll_channel.configure(lock=f"messaging.poll:{channel.pk}").defer(channel_id=str(channel.pk))


@app.task(queue="messages", name="messaging.poll_channel")
def poll_channel(channel_id: str) -> None:
    channel = Channel.objects.in_use().filter(pk=channel_id).first()
    if channel:
        polling.poll(channel, at=timezone.now())


@app.task(queue="messages", name="messaging.connect_channel")
def connect_channel(channel_id: str) -> None:
    channel = Channel.objects.in_use().filter(pk=channel_id).first()
    if channel:
        polling.connect(channel, at=timezone.now())


@app.task(queue="sending", name="messaging.publish_copy")
def publish_copy(copy_id: str) -> None:
    posting.publish(copy_id, clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(queue="sending", name="messaging.publish_due", queueing_lock="messaging.publish_due")
def publish_due(timestamp: int = 0) -> None:
    """What has become due; what a worker that died had in hand is shown as uncertain, and not sent again by itself."""
    at = timezone.now()
    posting.find_lost(at)
    for key in PostCopy.objects.filter(state=PostCopy.State.WAITING, next_at__lte=at).values_list("pk", flat=True):
        publish_copy.defer(copy_id=str(key))


@app.periodic(cron="40 3 * * *")
@app.task(queue="upkeep", name="messaging.forget_events", queueing_lock="messaging.forget_events")
def forget_events(timestamp: int = 0) -> None:
    working.forget_old(timezone.now() - working.KEPT_FOR)


def publish_soon(copy: PostCopy, at: datetime | None = None) -> None:
    publish_copy.configure(schedule_at=at).defer(copy_id=str(copy.pk))


def connect_soon(channel: Channel) -> None:
    """Tell the provider where to call us, where it wants to be told by us."""
    if channel.is_active and hasattr(adapters.find(channel.kind), "connect"):
        connect_channel.defer(channel_id=str(channel.pk))
