"""Rapport: a business looks after its relations with its customers."""

__version__ = "0.1.0"
