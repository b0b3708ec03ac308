"""Who of several workers runs what: a file stays with one, and the walk over all pages too; the longest come first.

What a file or that walk furnishes for all its tests (the demo business, a house that is up, a server) is furnished
once, and no worker is left alone at the end with what takes minutes.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER = "rapport/config/tests/sweep"  # one world for all its files
LONGEST = (TOGETHER, "rapport/supervisor", "rapport/config", "rapport/core/tests/test_backup", "rapport/demo")


class FileByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> FileByFile:
    config.option.loadscopereorder = False  # as collected, and not the files with most tests first
    return FileByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        begins = [number for number, place in enumerate(LONGEST) if item.nodeid.startswith(place)]
        return begins[0] if begins else len(LONGEST)

    items.sort(key=turn)  # stays in order otherwise
