"""Mails about signing in, and what is forgotten of it."""

from datetime import datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.staff import mails, sessions
from rapport.staff.models import Device, User

AGAIN = RetryStrategy(max_attempts=6, exponential_wait=5)


@app.task(queue="mails", retry=AGAIN)
def tell_of_device(device_id: str) -> None:
    for device in Device.objects.filter(pk=device_id, user__is_active=True).select_related("user"):
        mails.send_new_device(device)


@app.task(queue="mails", retry=AGAIN)
def tell_of_change(user_id: str, what: str, at: str, by_id: str = "") -> None:
    by = User.objects.filter(pk=by_id).first() if by_id else None
    for user in User.objects.working_here().filter(pk=user_id):
        mails.send_change(user, what, by=by, at=datetime.fromisoformat(at))


@app.periodic(cron="31 3 * * *")
@app.task(queue="upkeep", queueing_lock="staff.forget_old_sign_ins")
def forget_old_sign_ins(timestamp: int) -> None:
    sessions.forget_ended(timezone.now())


@app.task(queue="maintenance")
def forget_logo(name: str) -> None:
    from rapport.staff.actions import house  # which defers this

    house.forget_logo(name)
