"""Taking the demo business out again, completely, and leaving what is real."""

from rapport.demo.removing.leaving import Leaving
from rapport.demo.removing.removal import take_out

__all__ = ["Leaving", "take_out"]
