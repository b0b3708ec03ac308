"""Forms of address: the words that open a message, and the name on an envelope.

What the person asked for, word by word, comes first; then a first name that they permitted; then the
formal way of the language. Nobody's gender is ever guessed. Each language is one file in `languages`.
"""

from rapport.core.address.forms import House, Occasion, Register
from rapport.core.address.speaking import envelope_name, reference, salutation
from rapport.core.addressee import Addressee

__all__ = ["Addressee", "House", "Occasion", "Register", "envelope_name", "reference", "salutation"]
