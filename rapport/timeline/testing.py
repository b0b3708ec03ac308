"""Reactions for tests: registered for one test, gone after it."""

from contextlib import contextmanager

from rapport.timeline import reactions


@contextmanager
def reacting_to(*kinds: str, with_: object, wants=None):
    """Inside the block, `with_` is the reaction to entries of these kinds."""
    reactions.on(*kinds, wants=wants)(with_)
    name = next(name for name, function in reactions._reactions.items() if function is with_)
    try:
        yield name
    finally:
        del reactions._reactions[name]
        reactions._wants.pop(name, None)
        for kind in kinds:
            reactions._by_kind[kind].remove(name)
