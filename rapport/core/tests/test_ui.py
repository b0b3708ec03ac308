from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from rapport.core.forms import ChoiceCards, DateInput, DateTimeInput, RapportRenderer, Switch

NOW = datetime(2026, 6, 9, 9, 18, tzinfo=UTC)


def shown(words: str, path: str = "/", **context) -> str:
    request = RequestFactory().get(path)
    return engines["django"].from_string("{% load ui %}" + words).render(context, request)


class Somebody:
    pk = "0197-tamar"
    name = "თამარ ბერიძე"
    language = "ka"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return "/customers/1/"


def test_a_name_is_said_in_its_own_language():
    assert shown("{% person who %}", who=Somebody()) == (
        '<a class="person" href="/customers/1/" lang="ka">თამარ ბერიძე</a>'
    )
    with translation.override("ka"):
        assert "lang=" not in shown("{% person who link=False %}", who=Somebody())


def test_a_person_keeps_one_hue_and_has_initials_or_a_photo():
    first, again = shown("{% avatar who %}", who=Somebody()), shown("{% avatar who %}", who=Somebody())
    assert first == again
    assert 'data-initials="თბ"' in first and 'aria-hidden="true"' in first
    someone = SimpleNamespace(pk=1, initials="AB", photo_url="/photo/1", is_organisation=True)
    assert '<img src="/photo/1"' in shown("{% avatar who size='lg' %}", who=someone)
    assert "avatar--lg avatar--org" in shown("{% avatar who size='lg' %}", who=someone)


@pytest.mark.parametrize(
    "left, tone, words",
    [
        (timedelta(hours=5), None, "in 5 hours"),
        (timedelta(minutes=42), "risk", "in 42 min"),
        (-timedelta(days=2), "late", "2 days late"),
    ],
)
def test_due_speaks_first_and_colours_only_from_risk_on(left, tone, words):
    html = shown("{% due at now %}", at=NOW + left, now=NOW)
    assert f"<span>{words}</span>" in html
    assert ("data-tone" in html) == bool(tone)
    assert not tone or f'data-tone="{tone}"' in html


def test_what_a_person_typed_is_never_markup():
    for words in ("{% badge text %}", "{% callout 'risk' text %}", "{% empty 'sun' text %}", "{% person text %}"):
        assert "<b>" not in shown(words, text="<b>bold</b>")


def test_progress_stays_within_its_bounds():
    assert "--used:100%" in shown("{% thread used %}", used=140)
    assert 'aria-valuenow="0"' in shown("{% meter used 'Order' %}", used=-3)


def test_nothing_is_shown_for_what_is_not_known():
    assert shown("{% moment d %}{% day d %}{% clock d %}{% money d 'EUR' %}{% number d %}", d=None) == ""


def test_more_and_sorting_keep_the_rest_of_the_address():
    page = SimpleNamespace(next="cursor")
    html = shown("{% more page %}", "/?q=oak&after=old", page=page)
    assert 'href="?q=oak&amp;after=cursor"' in html
    assert 'aria-sort="descending"' in shown("{% sort_head 'name' 'Name' '-name' %}")
    assert 'href="?q=oak&amp;sort=-name"' in shown("{% sort_head 'name' 'Name' 'name' %}", "/?q=oak&after=x")


class Visit(forms.Form):
    name = forms.CharField(label="Name", help_text="As <em>they</em> write it.")
    on = forms.DateField(label="On", widget=DateInput, required=False)
    at = forms.DateTimeField(label="At", widget=DateTimeInput, required=False)
    news = forms.BooleanField(label="News", widget=Switch, required=False)
    style = forms.ChoiceField(label="Style", choices=[("a", "A"), ("b", "B")], widget=ChoiceCards(hints={"b": "Bee"}))


def rendered(form) -> str:
    return form.render(renderer=RapportRenderer())


def test_a_field_has_a_label_a_hint_and_its_error():
    form = Visit({"name": "", "style": "c"}, renderer=RapportRenderer())
    html = rendered(form)
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html and 'id="id_name_error"' in html
    assert '<a href="#id_name">' in html and 'class="error-summary"' in html
    assert html.count("optional") == 2 * 2  # class and word, for both dates; a switch is never called optional
    assert 'class="switch"' in html and 'role="switch"' in html
    assert "<small>Bee</small>" in html


def test_dates_are_filled_in_for_native_pickers():
    with translation.override("cs"):
        form = Visit(
            initial={"on": date(2026, 6, 9), "at": datetime(2026, 6, 9, 17, 5)},  # noqa: DTZ001
            renderer=RapportRenderer(),
        )
        html = rendered(form)
    assert 'type="date" name="on" value="2026-06-09"' in html
    assert 'type="datetime-local" name="at" value="2026-06-09T17:05"' in html
