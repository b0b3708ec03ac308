"""Go anywhere, find anything, do anything from the keyboard. Slices add words and sources in their `commands.py`."""
