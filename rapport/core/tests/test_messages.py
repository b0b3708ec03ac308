"""Texts get from sources to catalogues and from catalogues to pages, without GNU gettext."""

import gettext
import os

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from rapport.core import messages
from rapport.core.messages import Message, in_python, in_template


@pytest.fixture
def house(tmp_path, settings, monkeypatch):
    """A house of one template and one module, in Czech only."""
    settings.BASE, settings.LOCALE_PATHS = tmp_path, [tmp_path / "rapport" / "locale"]
    monkeypatch.setattr(messages, "LANGUAGES", ["cs"])
    monkeypatch.setattr(messages, "foreign_files", list)
    folder = tmp_path / "rapport" / "shop"
    folder.mkdir(parents=True)
    (folder / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        "_('Hello %(name)s')\nngettext('%(n)d chair', '%(n)d chairs', 2)\n"
    )
    (folder / "page.html").write_text("{% load i18n %}{% translate 'Keep it' %}")
    return tmp_path / "rapport"


def translate(**translated):
    """Write the Czech catalogue anew, with these translations."""
    catalogue = messages.read("cs")
    for message in catalogue:
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            message.string = translated.get(key.split()[0], message.string)
    with messages.catalogue_path("cs").open("wb") as file:
        write_po(file, catalogue)


def test_calls_in_python_are_found_under_any_name():
    source = (
        "from django.utils.translation import gettext_lazy as _, pgettext, npgettext as np, ngettext\n"
        "_('One ' 'sentence')\npgettext('month', 'May')\nnp('of a day', '%d hour', '%d hours', n)\n"
        "ngettext('%d day', '%d days', n)\n_(computed)\nother('not ours')\n"
    )

    assert set(in_python(source)) == {
        Message("One sentence"),
        Message("May", context="month"),
        Message("%d hour", "%d hours", "of a day"),
        Message("%d day", "%d days"),
    }


def test_tags_in_templates_are_found_with_contexts_plurals_and_trimmed_blocks():
    source = """{% load i18n %}
      {% translate "Save" %}{% trans "May" context "month" %}{% translate 'It’s "late"' as title %}
      {% blocktranslate trimmed with name=customer.name %}
        Write to
        {{ name }}
      {% endblocktranslate %}
      {% blocktranslate count n=chairs|length trimmed %}{{ n }} chair{% plural %}{{ n }} chairs{% endblocktranslate %}
      {% with label=_("Colour") %}{{ label }}{% endwith %}{# Translators: a note #}
    """

    assert set(in_template(source, "page.html")) == {
        Message("Save"),
        Message("May", context="month"),
        Message('It’s "late"'),
        Message("Write to %(name)s"),
        Message("%(n)s chair", "%(n)s chairs"),
        Message("Colour"),
    }


def test_catalogues_follow_the_sources_and_keep_what_is_translated(house):
    assert messages.extract() == {"cs": 3}
    translate(Keep="Nechat")
    (house / "shop" / "views.py").write_text("from django.utils.translation import gettext as _\n_('New')\n")

    assert messages.extract() == {"cs": 1}

    catalogue = messages.read("cs")
    assert {message.id: message.string for message in catalogue if message.id} == {"New": "", "Keep it": "Nechat"}
    assert not catalogue.obsolete


def test_what_is_missing_fuzzy_or_has_other_placeholders_is_named(house):
    assert ["is not in the catalogue" in line for line in messages.problems()] == [True] * 3
    messages.extract()
    assert all("is not translated" in line for line in messages.problems())

    translate(Hello="Ahoj %(jmeno)s", **{"%(n)d": ("židle", "%(n)d židle", "%(n)d židlí")}, Keep="Nechat")
    problems = "\n".join(messages.problems())
    assert "has placeholders that the original lacks: jmeno" in problems
    assert "lacks placeholders: name" in problems
    assert "chair" not in problems
    assert "Keep it" not in problems

    text = messages.catalogue_path("cs").read_text()
    messages.catalogue_path("cs").write_text(text.replace('msgid "Keep it"', '#, fuzzy\nmsgid "Keep it"'))
    assert any("'Keep it' is marked fuzzy" in line for line in messages.problems())


def test_compiled_catalogues_speak_with_all_plural_forms(house):
    messages.extract()
    translate(Keep="Nechat", **{"%(n)d": ("%(n)d židle", "%(n)d židle", "%(n)d židlí")})

    messages.compile_all()

    czech = gettext.translation("django", house / "locale", ["cs"])
    assert czech.gettext("Keep it") == "Nechat"
    assert [czech.ngettext("%(n)d chair", "%(n)d chairs", n) % {"n": n} for n in (1, 3, 5)] == [
        "1 židle",
        "3 židle",
        "5 židlí",
    ]
    made = messages.catalogue_path("cs").with_suffix(".mo").stat().st_mtime_ns
    messages.compile_all()
    assert messages.catalogue_path("cs").with_suffix(".mo").stat().st_mtime_ns == made


def test_a_release_unpacked_with_the_times_of_its_making_speaks_its_own_words(house):
    messages.extract()
    translate(Keep="Nechat")
    messages.compile_all()
    source = messages.catalogue_path("cs")
    made = source.stat().st_mtime - 86_400  # long before the one before it was compiled

    translate(Keep="Ponechat")
    os.utime(source, (made, made))
    messages.compile_all()

    assert gettext.translation("django", house / "locale", ["cs"]).gettext("Keep it") == "Ponechat"


@pytest.mark.parametrize("language, forms", [("cs", 3), ("ka", 1), ("ta", 2)])
def test_each_language_has_its_plural_forms(language, forms):
    assert Catalog(locale=language).num_plurals == forms


def test_texts_of_the_libraries_are_ours_to_translate():
    """Django lacks most of them in Tamil, allauth in Georgian; people see them on our forms and toasts."""
    found = {message.id for message in messages.gather()}

    assert {
        "This field is required.",
        "Enter a valid email address.",
        "This password is too common.",
        "%(truncated_text)s…",
        "The email address and/or password you specified are not correct.",
        "Too many failed login attempts. Try again later.",
        "Successfully signed in as %(name)s.",
        "You have signed out.",
    } <= found
