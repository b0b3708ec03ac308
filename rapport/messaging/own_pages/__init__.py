"""Customers' own pages as a channel: what they write there, what they see of it, and how they are told of an answer."""
