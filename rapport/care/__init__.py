"""Honest care: requests, complaints settled to the root, notices of what goes wrong, and who is told when.

Nouns: Case, Complaint, Restatement, Remedy, Cause, Action, Notice, Incident. Verbs: open, understand, restate, answer,
resolve, reopen, escalate, propose, approve, find the cause, check the effect, tell.
"""
