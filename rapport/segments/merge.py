"""Who was put into a segment by hand stays in it when two customers become one."""

from rapport.core.merging import Rows, rows_rules

rows_rules.add(Rows("segments.Membership", same=("segment",)))
