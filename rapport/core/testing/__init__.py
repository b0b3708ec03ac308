"""What the tests of every slice share."""
