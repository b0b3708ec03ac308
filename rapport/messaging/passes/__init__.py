"""Opening a mailbox by a sign-in at its provider (OAuth 2.0) instead of a password: `asking` there, `keeping` here."""
