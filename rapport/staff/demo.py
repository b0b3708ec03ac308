"""Linden Workshop: four places, five colleagues."""

from datetime import datetime, timedelta

from rapport.core.registry import DemoPart, demo_parts
from rapport.staff import actions
from rapport.staff.models import Business, Location, Team, User

PLACES = {
    "bath": ("Bath", "GB", "ENG", "Europe/London", "Linden Yard, 14 Walcot Street\nBath BA1 5BG", "+44 1225 496 0147"),
    "tbilisi": ("Tbilisi", "GE", "", "Asia/Tbilisi", "ლადო ასათიანის ქ. 27\nთბილისი 0105", "+995 32 255 01 47"),
    "prague": ("Prague", "CZ", "", "Europe/Prague", "Truhlářská 9\n110 00 Praha 1", "+420 222 555 147"),
    "chennai": ("Chennai", "IN", "TN", "Asia/Kolkata", "18 TTK Road, Alwarpet\nChennai 600018", "+91 44 5550 0147"),
}
COLLEAGUES = {  # role, name, language, place, title, team
    "maya": ("owner", "Maya Fenwick", "en", "bath", "Founder, designs and sells", "Bath"),
    "davit": ("manager", "Davit Lomidze", "en", "tbilisi", "Runs the Tbilisi workshop", "Tbilisi"),
    "petra": ("agent", "Petra Malá", "cs", "prague", "Customers in Czechia", "Prague"),
    "arjun": ("agent", "Arjun Das", "ta", "chennai", "Customers in India", "Chennai"),
    "nino": ("reader", "Nino Kobalia", "ka", "tbilisi", "Keeps the books", ""),
}


NAME = "Linden Workshop"


def fill(stage) -> None:
    actions.sync_roles()
    has_owner = User.objects.exists()
    stage.business = Business.objects.current() if has_owner else _take_over(stage.now)
    for key, (name, country, subdivision, zone, address, phone) in PLACES.items():
        if Location.objects.filter(name=name).exists():
            name = f"{name} ({NAME})"
        stage.locations[key] = actions.add_location(
            name=name, country=country, subdivision=subdivision, time_zone=zone, address=address, phone=phone
        )
    for number, (key, (role, name, language, place, title, team)) in enumerate(COLLEAGUES.items()):
        user = actions.create_user(
            f"{key}@linden.example",
            role="manager" if has_owner and role == "owner" else role,
            password=stage.password,
            name=name,
            language=language,
            location=stage.locations[place],
            time_zone=stage.locations[place].time_zone,
            title=title,
            joined_at=stage.now - timedelta(days=2600 - 400 * number),
        )
        if team:
            user.teams.add(Team.objects.get_or_create(name=team)[0])
        stage.people[key] = User.objects.get(pk=user.pk)


def _take_over(now) -> Business:
    return actions.change_business(
        name=NAME,
        country="GB",
        language="en",
        languages=["en", "ka", "cs", "ta"],
        currency="GBP",
        time_zone="Europe/London",
        email="hello@linden.example",
        phone="+44 1225 496 0147",
        web="https://linden.example",
        is_demo=True,
        set_up_at=now,
    )


def needed(leaving) -> list[Business]:
    """A business that got a name of its own is real; so it stays, with all that was said about it."""
    return list(Business.objects.filter(pk__in=leaving(Business)).exclude(name=NAME))


def forget(ids: set[str], at: datetime) -> None:
    """Whose business stays is no demo any more, and has a main location."""
    for business in Business.objects.filter(is_demo=True):
        actions.change_business(is_demo=False)
        if not Location.objects.exists():
            actions.add_location(name=business.name, country=business.country, time_zone=business.time_zone)
    if not Location.objects.main() and (first := Location.objects.open().first()):
        actions.edit_location(first, is_main=True)


demo_parts.add(DemoPart("staff", fill, order=10, needed=needed, forget=forget))
