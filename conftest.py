"""What every test may ask for."""

pytest_plugins = [
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
    if config.getoption("--full"):
        return
    large = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=large)
    items[:] = [item for item in items if item not in large]
