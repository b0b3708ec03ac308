"""What every test may ask for."""

pytest_plugins = [
    "rapport.core.testing.order",
    "rapport.core.testing.database",
    "rapport.core.testing.jobs",
    "rapport.core.testing.worker",
    "rapport.core.testing.browser",
    "rapport.core.testing.second_house",
    "rapport.staff.testing",
    "rapport.customers.testing",
    "rapport.portal.testing",
    "rapport.api.testing",
    "rapport.api.webhooks.testing",
]


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="run the slow tests at their stated sizes")


def pytest_collection_modifyitems(config, items):
    """By default none of the large tests runs, and of each file only the first in a browser; `--full` runs all."""
    if config.getoption("--full"):
        return
    seen, left = set(), []
    for item in items:
        in_the_browser = item.get_closest_marker("browser") and "sweep" not in item.nodeid
        if item.get_closest_marker("full") or (in_the_browser and item.path in seen):
            left.append(item)
        elif in_the_browser:
            seen.add(item.path)
    config.hook.pytest_deselected(items=left)
    leaving = set(left)
    items[:] = [item for item in items if item not in leaving]
