"""Calls on the telephone: who rings is shown while it rings, who was missed is called back, and how long they waited."""
