from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.core.api import repeats


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="api.forget_answers")
def forget_answers(timestamp: int):
    repeats.forget_old(before=timezone.now() - repeats.KEPT_FOR)
