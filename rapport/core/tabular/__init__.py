"""Tables from and for other programs: CSV and spreadsheets in, CSV, spreadsheets and JSON lines out.

Nothing here knows a business. A slice names its fields (`columns.Field`), reads rows (`reading.open_table`), sends them
into a temporary table (`staging.staging`) and lets SQL do the rest; rows it can't take go to `rejects.Rejects`.
"""
