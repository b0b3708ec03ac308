"""Orders and products on the customers' own pages."""
