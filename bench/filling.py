"""Fill the database named by DATABASE_URL with a crowd: `python -m bench.filling COUNT ADMIN_URL`."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from bench.crowd import fill

    fill(int(sys.argv[1]), sys.argv[2])

    from rapport.customers import finding

    finding.rebuild(batch=50_000)  # the crowd is written without triggers
