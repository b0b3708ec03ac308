"""The one door out. Nouns: Consent, ContactHold, Suppression, Budget, Lane. Verbs: send, take back, override."""
