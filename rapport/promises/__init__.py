"""What we owe a customer and by when, the business time it is counted in, and how often we keep our word.

Nouns: Promise, Telling, CheckIn, Reminder, Kind (with its service level), OpeningWeek, SpecialDay, HolidayYear.
Verbs: promise, keep, break_, renegotiate, withdraw, void, hand_over, answer.
By the clock: mark_overdue, mark_broken, remind.
"""
