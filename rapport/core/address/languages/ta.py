"""Tamil: by the given name; the letters before it are initials, and there is often no family name."""

from collections.abc import Sequence

from rapport.core.address.forms import Forms, Manner, add, together
from rapport.core.addressee import Addressee


def one(person: Addressee, manner: Manner) -> str:
    called = name(person)
    if person.is_on_first_name_terms:
        return f"அன்புள்ள {called},"
    if not called:
        return "வணக்கம்,"
    titled = _titled(person)
    return f"வணக்கம் {titled}," if manner.is_everyday else f"மதிப்பிற்குரிய {titled} அவர்களே,"


def several(people: Sequence[Addressee], manner: Manner) -> str:
    if all(person.is_on_first_name_terms for person in people):
        return f"அன்புள்ள {together([name(person) for person in people], 'மற்றும்')},"
    names = together([_titled(person) for person in people], "மற்றும்")
    return f"வணக்கம் {names}," if manner.is_everyday else f"மதிப்பிற்குரிய {names} அவர்களே,"


def title(person: Addressee, tag: str = "ta") -> str:
    """செல்வி only for who asked for it: it says that a woman is not married."""
    if person.wish in ("selvi", "Miss"):
        return "செல்வி"
    return {"male": "திரு.", "female": "திருமதி"}.get(person.gender, "")


def name(person: Addressee) -> str:
    if person.given:
        return person.given
    words = [word for word in person.full_name.split() if not (word.endswith(".") or len(word) == 1)]
    return " ".join(words) or person.full_name


def _titled(person: Addressee) -> str:
    said = title(person)
    return f"{said} {name(person)}" if said else name(person)


add(
    Forms(
        code="ta",
        greeting="வணக்கம்",
        one=one,
        several=several,
        courtesy=title,
        to=lambda called: f"{called} அவர்களுக்கு",
    )
)
