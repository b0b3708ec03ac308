"""Labelled sets moved into an empty house, one after the other, and what the finder of duplicates makes of each."""

import json

import django
from django.db import transaction

PEOPLE = 3000  # of each set
SEED = 2026


def main() -> None:
    django.setup()
    from django.utils import timezone

    from rapport.customers.duplicates import actions
    from rapport.customers.duplicates.testing import SETS, judge, labelled, settle
    from rapport.customers.models import DuplicateSearch

    found = {}
    for manner in SETS:
        with transaction.atomic():
            whose = settle(labelled(manner, people=PEOPLE, seed=SEED))
            actions.look_again(DuplicateSearch(), at=timezone.now())
            quality = judge(whose)
            found[manner] = {"precision": quality.precision, "recall": quality.recall, "there": quality.there}
            transaction.set_rollback(True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
