"""Setting up channels: which there are, how they stand, what their accounts are."""
