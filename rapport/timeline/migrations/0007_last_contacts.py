"""Whoever was spoken with before the table was there."""

from django.db import migrations

FILL = """
INSERT INTO timeline_lastcontact (customer_id, at, by_us_at, by_them_at)
SELECT customer_id, greatest(max(us), max(them)), max(us), max(them)
FROM (
  SELECT e.customer_id,
    CASE WHEN kind IN ('meeting.held', 'letter.sent', 'gift.given')
      OR kind = 'call.made' AND facts ->> 'direction' = 'out' THEN e.at END AS us,
    CASE WHEN kind IN ('meeting.held', 'letter.received', 'gift.received')
      OR kind = 'call.made' AND facts ->> 'direction' = 'in' THEN e.at END AS them
  FROM timeline_entry e
  WHERE kind IN ('meeting.held', 'letter.sent', 'letter.received', 'gift.given', 'gift.received', 'call.made')
    AND NOT is_private AND coalesce(facts ->> 'outcome', 'reached') = 'reached'
    AND NOT EXISTS (SELECT 1 FROM timeline_entry later WHERE later.corrects_id = e.id)
) spoken
GROUP BY customer_id
ON CONFLICT (customer_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0006_last_contact")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
