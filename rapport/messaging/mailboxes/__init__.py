"""Mailboxes read over IMAP: by asking each minute, and at once where the server tells of new mail (IDLE).

Nouns: Folder, its position, its comparison. Verbs: read, compare, fill.
"""
