"""Background work: Procrastinate in the same database, so that a job commits with the fact that caused it."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Called by Procrastinate when the app is built; slices' `tasks.py` are found by its autodiscovery."""
