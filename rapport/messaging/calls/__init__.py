"""Calls on the telephone: who rings is shown while it rings, whom we missed is called back, how long they waited."""
