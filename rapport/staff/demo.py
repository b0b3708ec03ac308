"""Linden Workshop: four places, five colleagues."""

from datetime import timedelta

from rapport.core.registry import DemoPart, demo_parts
from rapport.staff import actions
from rapport.staff.models import Team, User

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


def fill(stage) -> None:
    actions.sync_roles()
    stage.business = actions.change_business(
        name="Linden Workshop",
        country="GB",
        language="en",
        languages=["en", "ka", "cs", "ta"],
        currency="GBP",
        time_zone="Europe/London",
        email="hello@linden.example",
        phone="+44 1225 496 0147",
        web="https://linden.example",
        is_demo=True,
        set_up_at=stage.now,
    )
    for key, (name, country, subdivision, zone, address, phone) in PLACES.items():
        stage.locations[key] = actions.add_location(
            name=name, country=country, subdivision=subdivision, time_zone=zone, address=address, phone=phone
        )
    for number, (key, (role, name, language, place, title, team)) in enumerate(COLLEAGUES.items()):
        user = actions.create_user(
            f"{key}@linden.example",
            role=role,
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


demo_parts.add(DemoPart("staff", fill, order=10))
