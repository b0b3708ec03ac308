"""Notices: what goes wrong is told early, honestly, and to everybody whom it concerns.

Nouns: Notice, NoticeText (its words in one language), NoticeRecipient, NoticeRule. Verbs: draft, edit, choose, ask for
approval, approve, send out, update, resolve, review, drop, speak, choose an option.
"""
