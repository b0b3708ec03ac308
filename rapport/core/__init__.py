"""Small general tools that know no business: registries, refusals, keyset pages, forms of address, text.

Nothing in here imports a slice.
"""
