"""Complaints, step by step after ISO 10002:2018: what we owe by when, who may do what, and what is given for it."""
