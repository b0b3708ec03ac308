"""Who changed what (rule 5): triggers keep the old row of every update and delete."""

import pghistory


def keep_history(**options):
    """Class decorator for a model that a person edits; `exclude=[…]` leaves out derived and secret columns."""
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), **options)
