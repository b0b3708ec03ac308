"""Customers from other systems' files.

A file is read, recognised and cleaned row by row (`fields`, `cleaning`), sent in batches into temporary tables, matched
with whom we know (`matching`) and saved with set-based SQL (`saving`, `points`), all in one transaction (`running`).

What the file said is remembered per customer (`ImportedRow`). The next file of the same source is compared with that,
not with what is stored: a row that says the same changes nothing, whatever people here have corrected since, and a row
that says something new changes just that.
"""
