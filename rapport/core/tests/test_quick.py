"""What pages draw often is drawn by ourselves, and comes out as Django would have drawn it."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.template import Context, Template
from django.urls import NoReverseMatch
from django.utils import translation

from rapport.core.form_drawing import WRITTEN
from rapport.core.forms import RapportRenderer

NASTY = '"><b>'


class Everything(forms.Form):
    name = forms.CharField(initial=NASTY, label=NASTY, help_text="Any.", max_length=20)
    story = forms.CharField(widget=forms.Textarea, initial=NASTY)
    nothing = forms.CharField(widget=forms.Textarea, required=False)
    tick = forms.BooleanField(initial=True)
    amount = forms.IntegerField(initial=12345)
    choice = forms.ChoiceField(choices=[("", "—"), ("Group", [(NASTY, NASTY), ("2", "Two")])], initial="2")
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x", disabled=True)


def _drawn(renderer, one: str) -> str:
    form = Everything(renderer=renderer)
    return re.sub(r"\s*(<|>)\s*", r"\1", str(form[one]))


@pytest.mark.parametrize("one", Everything.base_fields)
def test_a_widget_is_drawn_as_django_draws_it(one):
    class Djangos(RapportRenderer):
        render = TemplatesSetting.render

    assert _drawn(RapportRenderer(), one) == _drawn(Djangos(), one)


def test_a_field_tells_its_label_hint_and_errors_and_lets_no_markup_in():
    html = Everything({"name": "n" * 21}, renderer=RapportRenderer())["name"].as_field_group()
    assert '<label for="id_name">&quot;&gt;&lt;b&gt;</label>' in html
    assert '<div class="hint" id="id_name_helptext">Any.</div>' in html
    assert 'aria-invalid="true"' in html and 'id="id_name_error"><p class="error">' in html
    assert "core/forms/field.html" in WRITTEN


def test_an_address_and_words_are_remembered_for_each_gap_and_language():
    page = Template('{% load i18n %}{% url "imports:bring" kind %} {% translate "Close" %}')
    for kind in ("customers", "orders"):
        for language in ("en", "cs", "en"):
            with translation.override(language):
                expected = f"/{kind}/new/ {translation.gettext('Close')}"
                assert page.render(Context({"kind": kind})).endswith(expected)
    with pytest.raises(NoReverseMatch):
        Template("{% url 'imports:nowhere' %}").render(Context())
