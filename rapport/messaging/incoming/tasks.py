from procrastinate.contrib.django import app

from rapport.messaging.incoming import mails, reading
from rapport.messaging.models import RawMail


@app.task(queue="mail")
def read_mails(lane: int) -> None:
    """File the mails that wait, all of them. Several workers may do so at once; each mail is filed once."""
    reading.read_waiting(lane)


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="messaging.look_for_mails")
def look_for_mails(timestamp: int) -> None:
    """What waits although nobody reads: its worker died between keeping it and asking for a job."""
    if RawMail.objects.filter(state=RawMail.State.WAITING).exists():
        mails.begin_a_job()
