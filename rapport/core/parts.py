"""Templates that are rendered within a page, as its panels are.

`render_to_string` would work out for each of them again what every template of the page knows already: who reads, what
they may, whose house it is.
"""

from typing import Any

from django.template import RequestContext
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString

SHELL = "_shell"  # under which a part finds, for parts of its own, what the page knows


def render_part(name: str, values: dict[str, Any], request: Any, around: Any = None) -> SafeString:
    """The template `name` with `values`, and with what context processors told the page; nothing else of it.

    `around` is the context of the page, where there is one.
    """
    at = getattr(around, "_processors_index", None)
    shell = around.dicts[at] if at is not None else around.get(SHELL) if isinstance(around, RequestContext) else None
    if shell is None:
        return render_to_string(name, values, request)
    return get_template(name).template.render(around.new({**shell, SHELL: shell, **values}))
