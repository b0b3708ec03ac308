"""Linden Workshop, furniture makers: a believable business to look around in. Every slice brings its own part (`demo.py`)."""
