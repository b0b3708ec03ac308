"""A worker that knows what `nothing.py` has; prints how long it took it to do all jobs."""

import time

import django

if __name__ == "__main__":
    django.setup()
    from bench import nothing  # noqa: F401 - its job and its reaction are known by this
    from rapport.core.worker import work

    start = time.perf_counter()
    work(concurrency=4, until_empty=True)
    print(time.perf_counter() - start)
