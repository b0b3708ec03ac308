"""`bin/rapport doctor`: what is well with the house, what is not, and what to do about it.

A slice adds checks to `core.registry.checks` in its `keeping.py`.
"""
