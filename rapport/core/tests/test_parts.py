import pytest
from django.template import RequestContext, Template
from django.utils.functional import lazystr
from django.utils.html import conditional_escape as django_conditional_escape
from django.utils.html import escape as django_escape
from django.utils.safestring import SafeString

from rapport.core.escaping import conditional_escape, escape
from rapport.core.parts import render_part


@pytest.fixture
def page(rf):
    """The context of a page while it is rendered, with what context processors told it."""
    request, told = rf.get("/"), []

    def processor(request):
        told.append(request)
        return {"reader": "Ann"}

    context = RequestContext(request, {"heading": "Cora"}, [processor])
    with context.bind_template(Template("")):
        yield context, told


def test_a_part_knows_what_the_page_was_told_and_its_own_values_alone(page, monkeypatch):
    context, told = page
    backend = type("Backend", (), {"template": Template("{{ reader }} {{ what }} {{ heading }}")})
    monkeypatch.setattr("rapport.core.parts.get_template", lambda name: backend)

    assert render_part("part.html", {"what": "reads"}, context.request, context) == "Ann reads "
    assert len(told) == 1


def test_a_part_of_a_part_knows_it_too(page, monkeypatch):
    context, told = page
    seen = []

    class Backend:
        template = type("Spy", (), {"render": staticmethod(lambda inner: seen.append(inner) or "")})

    monkeypatch.setattr("rapport.core.parts.get_template", lambda name: Backend)
    render_part("part.html", {"what": 1}, context.request, context)
    render_part("part.html", {"what": 2}, context.request, seen[0])

    assert [(inner["reader"], inner["what"]) for inner in seen] == [("Ann", 1), ("Ann", 2)]
    assert len(told) == 1


@pytest.mark.parametrize("text", ["<b>&'\"", "Nováková", SafeString("<b>"), lazystr("<i>"), 12, "", None])
def test_text_is_escaped_as_django_escapes_it(text):
    for ours, theirs in ((escape, django_escape), (conditional_escape, django_conditional_escape)):
        assert (ours(text), type(ours(text))) == (str(theirs(text)), SafeString)
