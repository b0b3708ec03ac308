"""Linden Workshop, furniture makers: a believable business to look around in. Slices bring the parts (`demo.py`)."""
