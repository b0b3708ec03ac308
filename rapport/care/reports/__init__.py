"""What complaints teach: how many of what, how long each step took, what it cost, and what came back."""
