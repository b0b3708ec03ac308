"""How quickly we answer."""
