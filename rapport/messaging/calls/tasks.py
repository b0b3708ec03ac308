from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.messaging.calls import settling, voicemail
from rapport.messaging.models import Call, CallFile

SOON = 5  # seconds, within which what was told in disorder is in order again


@app.task(
    queue="messages", name="messaging.settle_call", retry=RetryStrategy(max_attempts=5, exponential_wait=5)
)  # fmt: skip
def settle_call(call_id: str) -> None:
    call = Call.objects.filter(pk=call_id).first()
    if call:
        settling.settle(call)


@app.task(
    queue="messages", name="messaging.fetch_voicemail", retry=RetryStrategy(max_attempts=6, exponential_wait=5)
)  # fmt: skip
def fetch_voicemail(file_id: str) -> None:
    file = CallFile.objects.select_related("call__channel").filter(pk=file_id, file="").first()
    if file:
        voicemail.fetch(file)


@app.periodic(cron="* * * * *")
@app.task(queue="messages", name="messaging.sweep_calls", queueing_lock="messaging.sweep_calls")
def sweep_calls(timestamp: int = 0) -> None:
    settling.find_forgotten(timezone.now())


def settle_soon(call: Call) -> None:
    settle_call.configure(schedule_in={"seconds": SOON}).defer(call_id=str(call.pk))
