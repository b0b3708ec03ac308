"""Why things go wrong, what is done against it, and whether that helped."""
