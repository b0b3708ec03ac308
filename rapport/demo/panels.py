"""On Today: that this is the demo."""

from rapport.core.registry import Panel, panels
from rapport.demo.queries import made_up_customers


def notice(request, subject) -> dict | None:
    """One query."""
    count = made_up_customers()
    return {"customers": count} if count else None


panels.add(
    Panel("demo", slot="today.top", template="demo/_notice.html", query=notice, permission="demo.delete_made", order=10)
)
