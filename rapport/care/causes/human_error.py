"""Words by which an analysis ends at a person. It goes on: why did the way we work allow it?

People make mistakes everywhere; a list that nobody owns or a check that comes too early can be changed. Folded, so
that letters and accents do not matter; a line of a language is checked whatever the language of the house.
"""

import re

from rapport.core.folding import search_key

WORDS = {
    "en": (
        *("human error", "human mistake", "human factor", "human failure", "operator error", "user error"),
        *("careless", "carelessness", "inattention", "inattentive", "negligence", "negligent", "forgot"),
        *("did not pay attention", "didn't pay attention", "was not careful", "wasn't careful", "staff mistake"),
    ),
    "cs": (
        *("lidská chyba", "lidské chyby", "lidskou chybu", "lidskou chybou", "lidský faktor", "lidské selhání"),
        *("selhání člověka", "chyba člověka", "nepozornost", "nepozorností", "nedbalost", "nedbalostí"),
        *("zapomněl", "zapomněla", "zapomněli", "nedával pozor"),
    ),
    "ka": (
        *("ადამიანური შეცდომა", "ადამიანური ფაქტორი", "ადამიანის შეცდომა", "უყურადღებობა", "უყურადღებობის"),
        *("დაუდევრობა", "დაუდევრობის", "დაავიწყდა"),
    ),
    "ta": (
        *("மனிதத் தவறு", "மனித தவறு", "மனிதப் பிழை", "மனித பிழை", "கவனக்குறைவு", "கவனக்குறைவால்"),
        *("அலட்சியம்", "மறந்துவிட்டார்"),
    ),
}
_EDGE = r"(?<!\w)(?:{})(?!\w)"
_FOUND = re.compile(_EDGE.format("|".join(re.escape(search_key(word)) for words in WORDS.values() for word in words)))


def blames_a_person(text: str) -> bool:
    """Whether `text` gives a person's mistake as the reason."""
    return bool(_FOUND.search(search_key(text)))
