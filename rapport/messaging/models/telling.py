"""Triggers that say to open pages what changed, whoever changed it and how: ids only (`core.streams`)."""

import pgtrigger

LIST = "PERFORM pg_notify('rapport_live', 'inbox changed');"
EACH = """
SELECT array_agg(id) INTO grown FROM (
  SELECT n.id FROM new_rows n JOIN old_rows o USING (id) WHERE n.version <> o.version LIMIT 100
) few;
IF grown IS NOT NULL THEN
  PERFORM pg_notify('rapport_live', 'conversation:' || one || ' changed') FROM unnest(grown) one;
  PERFORM pg_notify('rapport_live', 'inbox changed');
END IF;
RETURN NULL;
"""


def conversations() -> list[pgtrigger.Trigger]:
    """Each that grew, to whoever has it open; and to every list that something did. Once a statement; of
    more than a hundred at once, nobody is told one by one."""
    return [
        pgtrigger.Trigger(
            name="tells_of_new",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func=f"IF EXISTS (SELECT FROM new_rows) THEN {LIST} END IF; RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="tells_of_changes",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            declare=[("grown", "uuid[]")],
            func=EACH,
        ),
    ]


def calls() -> list[pgtrigger.Trigger]:
    """That something rings, was answered or ended."""
    return [
        pgtrigger.Trigger(
            name="tells",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func="PERFORM pg_notify('rapport_live', 'calls changed'); RETURN NULL;",
        )
    ]
