"""Rapport for programs: the REST API's address, its description, and the tokens by which programs are let in.

Each slice brings its own routes in its `api.py`; what they stand on is `core.api`. This slice mounts them.
"""
