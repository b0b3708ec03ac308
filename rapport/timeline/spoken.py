from dataclasses import dataclass


@dataclass(frozen=True)
class Spoken:
    """How somebody is spoken to, in the language they are spoken to in; `Customer.spoken_to` answers it."""

    language: str = ""
    letter: str = ""  # "Vážený pane Nováku,"
    phone: str = ""  # "Dobrý den, pane Nováku, tady Petra z Lipové dílny."
    name_said: str = ""  # how to say their name, where somebody noted it
