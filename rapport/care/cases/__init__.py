"""Cases: opened, routed, taken up the ladder when their news are late, settled. See `actions`."""
