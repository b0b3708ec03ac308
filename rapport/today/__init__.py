"""The morning page: what needs a person now, for whom, why and by when. Slices bring the lines (`today.py`).

Nouns: Tick (something put away or off by one person). Verbs: tick, snooze, wake.
"""
