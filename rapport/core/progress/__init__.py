"""Long work: what takes longer than a page may, done by the worker while people watch or do something else.

A slice registers a `kinds.WorkKind`, an action calls `actions.start`, a page includes `core/progress/_job.html` with
what `showing.job` answers. What the work saves and that it is done are one transaction: killed at any moment it is
either done or never was, and it is never done twice.
"""
