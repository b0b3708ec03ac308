"""Waiting that ends at once when a child dies or someone wants us to stop."""

import os
import select
import signal
import time
from contextlib import suppress

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(Exception):
    """Someone asked us to end."""


class Signals:
    """While entered, signals are only noted down, so that nothing is interrupted half-way; `pause` acts on them."""

    def __init__(self) -> None:
        self.asked_to_stop = 0  # the number of the signal
        self.stopping = False

    def __enter__(self) -> "Signals":
        self._reader, writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in ENDING:
            signal.signal(number, self._note)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(self, *_) -> None:
        """The handlers stay: whoever leaves is about to end, and a late signal must not cut that short."""

    def _note(self, number: int, frame) -> None:
        self.asked_to_stop = number

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the next signal. Raises `Stopped` once someone asked for it."""
        self._act()
        if select.select([self._reader], [], [], max(0.0, seconds))[0]:
            with suppress(BlockingIOError):
                os.read(self._reader, 4096)
        self._act()

    def _act(self) -> None:
        if self.asked_to_stop and not self.stopping:
            raise Stopped

    def until(self, condition, seconds: float, step: float = 0.05) -> bool:
        """Wait until `condition()` holds; False when it did not within `seconds`."""
        end = time.monotonic() + seconds
        while not condition():
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.pause(min(step, left))
        return True


def wait_until(condition, seconds: float, step: float = 0.05) -> bool:
    """The same for programs that keep their own signal handlers."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True
