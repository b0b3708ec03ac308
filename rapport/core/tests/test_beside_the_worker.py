"""What slices have running for as long as a worker lives."""

import threading
import time

from rapport.core import worker


def test_what_fails_beside_the_worker_begins_again_and_ends_with_it(monkeypatch):
    monkeypatch.setattr(worker, "SECONDS_TO_RECOVER", 0.01)
    begun, ended = [], threading.Event()

    def listens(stop: threading.Event) -> None:
        begun.append(threading.current_thread())
        if len(begun) == 1:
            raise ConnectionError
        stop.wait(10)
        ended.set()

    with worker._beside([listens]):
        while len(begun) < 2:
            time.sleep(0.01)
    assert ended.wait(10)
    assert begun[0] is begun[1] is not threading.current_thread()
