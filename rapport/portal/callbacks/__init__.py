"""Whom customers can reach directly, and calling back at a time they choose. Nouns: CallBack, Slot. Verbs: book, move,
cancel."""
