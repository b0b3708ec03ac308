"""Orders from other systems' files: history that sets nothing off.

`columns` names what headings mean, `reading` and `products` make rows into values, `merging` lets SQL do the rest, and
`running` holds it together in one transaction.
"""
