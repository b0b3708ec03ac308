"""What happened between the business and a customer, and what reacts to it.

Nouns: Entry, Attachment, Pin, Mention, ReactionRun. Verbs: record, correct, pin, unpin, mention.
"""
