"""Backups: one file that holds the whole house, made while it is lived in, and the way back.

Nouns: an Archive (the file: database, attachments, secrets, and a manifest that says what must be in it), a Snapshot
(the moment that it shows), a Backup (the record of one that was made, or failed). Verbs: make, verify, restore, thin.
"""
