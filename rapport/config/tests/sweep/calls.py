"""Calls in each state with people whose names are long, and one whose number stands with several."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.files.base import ContentFile

from rapport.config.tests.sweep.names import LONG_NAMES
from rapport.customers.models import Phone
from rapport.messaging.models import Call, CallFile, Channel, HouseGreeting, Seat

SHARED = "+420605999888"


def call(world) -> None:
    """With a line that calls for whoever looks, who wants no corner that moves while pages are measured."""
    line = Channel.objects.create(
        kind="phone", name=LONG_NAMES["cs"][1][:80], settings={"provider": "pbx", "base_url": "https://pbx.example/call"}
    )  # fmt: skip
    Seat.objects.create(user=world.owner, extension="101", sees_calls=False)
    HouseGreeting.objects.create(language="cs", text=f"{LONG_NAMES['cs'][1]}, {{first_name}}"[:300])
    for number, (language, customer) in enumerate(world.customers.items()):
        for state in Call.State.values:
            began = world.at - timedelta(minutes=3 + number)
            row = Call.objects.create(
                channel=line, customer=customer, peer="+420605111222", state=state, provider_id=f"{language}-{state}",
                ringing_at=began, answered_at=began + timedelta(seconds=12) if state in ("answered", "ended") else None,
                ended_at=None if state in Call.GOING_ON else world.at, transfers=number, by=world.owner,
                settled_at=world.at,
            )  # fmt: skip
        name = f"{LONG_NAMES[language][1]}.wav"[:255]
        CallFile.objects.create(
            call=row, where=language, name=name, size=4, content_type="audio/wav", file=ContentFile(b"RIFF", name="f")
        )
        Phone.objects.create(customer=customer, raw=SHARED, e164=SHARED, is_valid=True)
    Call.objects.create(
        channel=line, peer=SHARED, state="missed", provider_id="shared", ringing_at=world.at, settled_at=world.at
    )


def examples(customer) -> dict[str, Callable[[], Iterable]]:
    def keys(rows) -> list:
        return list(rows.values_list("pk", flat=True)[:12])

    return {
        "/inbox/calls/*": lambda: [*keys(Call.objects.filter(customer=None)), *keys(customer.calls.all())],
        "/inbox/calls/files/*": lambda: keys(CallFile.objects.filter(call__customer=customer)),
        "/customers/*/calls/*": lambda: keys(Phone.objects.filter(customer=customer)),
    }
