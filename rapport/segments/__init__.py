"""Who: a stored condition, or a list picked by hand, that names a set of customers.

Nouns: Segment, Membership, SegmentPin. Verbs: save, change, pin, delete, put in, take out; count, explain.
"""
