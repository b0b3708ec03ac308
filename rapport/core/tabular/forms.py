from collections.abc import Iterable
from pathlib import Path

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.countries import country_choices
from rapport.core.models import Import, ImportFile
from rapport.core.money import is_currency
from rapport.core.registry import ImportKind, ImportPart
from rapport.core.tabular import dates, mapping, presets
from rapport.core.tabular.columns import recognise
from rapport.core.tabular.command import DEFAULT_SOURCE
from rapport.core.tabular.reading import ADDRESS_BOOKS

ENCODINGS = (
    *("utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "iso-8859-2", "cp850", "cp852"),
    *("cp866", "koi8-u", "mac-roman"),
)
ACCEPT = ".csv,.tsv,.txt,.vcf,.xlsx,.xlsm,.xlsb,.xls,.ods,text/csv,text/vcard"


class BringForm(forms.Form):
    """One file for each part of the kind."""

    def __init__(self, kind: ImportKind, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for part in kind.parts:
            self.fields[part.name] = forms.FileField(
                label=part.label,
                help_text=part.hint,
                required=part.is_required,
                allow_empty_file=True,  # the table's own words about it are better
                widget=forms.FileInput(attrs={"accept": ACCEPT}),
            )

    def clean(self):
        for name, file in list(super().clean().items()):
            if file and file.size > settings.IMPORT_MAX_BYTES:
                megabytes = formats.number(settings.IMPORT_MAX_BYTES // 2**20)
                self.add_error(name, _("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes})
        return self.cleaned_data

    @property
    def brought(self) -> dict:
        return {part.name: file for part in self.kind.parts if (file := self.cleaned_data.get(part.name))}


class ReadingForm(forms.Form):
    """How a file is read, where the guess was wrong."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Between the columns stands"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, file: ImportFile, *args, **kwargs):
        found = {"encoding": file.encoding, "delimiter": file.delimiter, "sheet": file.sheet}
        super().__init__(*args, initial=found, prefix=f"reading-{file.part}", **kwargs)
        if file.sheets:
            del self.fields["encoding"], self.fields["delimiter"]
            self.fields["sheet"].choices = [(name, name) for name in file.sheets]
            return
        del self.fields["sheet"]
        encodings = dict.fromkeys((file.encoding, *ENCODINGS))
        self.fields["encoding"].choices = [(name, name.upper()) for name in encodings]
        self.fields["delimiter"].choices = delimiters(file.delimiter)


def delimiters(found: str) -> list[tuple[str, str]]:
    known = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Vertical bar")}
    return [*known.items(), *([(found, found)] if found and found not in known else [])]


class ColumnsForm(forms.Form):
    """What each column of each file holds, and what is true of rows that don't tell."""

    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=60,
        initial=DEFAULT_SOURCE,
        help_text=_(
            "The name of the other system. Its next file changes what it said before; orders find their customers by"
            " the codes of the same system."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the customers"), required=False)
    country = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Of phones and addresses, where the file does not say.")
    )
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    dates = forms.ChoiceField(label=_("Dates"), required=False, widget=forms.RadioSelect)
    match = forms.ChoiceField(
        label=_("By what somebody who is here already is known"),
        required=False,
        help_text=_(
            "Whom a row fits is completed, nothing is overwritten. A row that fits two is rejected, with the reason."
        ),
    )

    def __init__(self, import_: Import, kind: ImportKind, parts: Iterable[tuple[ImportFile, ImportPart]], data=None):
        initial = {
            name: getattr(import_, name) for name in ("source", "language", "country", "currency", "match", "dates")
        }
        super().__init__(data, initial=initial)
        self.parts = list(parts)
        rules = list(kind.matches())
        self.asked = ["source", *kind.asks, *(["match"] if rules else [])]
        self.fields["match"].choices = rules
        if not rules:
            del self.fields["match"]
        for name in {"language", "country", "currency"} - set(kind.asks):
            del self.fields[name]
        if "language" in self.fields:
            self.fields["language"].choices = [("", _("not known")), *settings.LANGUAGES]
        if "country" in self.fields:
            self.fields["country"].choices = [("", _("that of the business")), *country_choices()]
        self.menus = [self._menus(file, part) for file, part in self.parts]
        self._ask_about_dates(import_, kind)

    def _ask_about_dates(self, import_: Import, kind: ImportKind) -> None:
        """Only where the values leave it open: no other field than `dates` depends on what was just chosen."""
        chosen = {
            file.part: [self._told(file, index) for index in range(len(file.headings))] for file, _part in self.parts
        }
        example = mapping.dates_shown(self.parts, chosen).example
        if not example:
            del self.fields["dates"]
            return
        self.asked.append("dates")
        field = self.fields["dates"]
        field.label = _("What day is %(example)s in this file?") % {"example": example}
        field.help_text = _("Nothing in the file tells whether the day or the month comes first.")
        field.choices, field.required = dates.both_ways(example), True
        self.initial["dates"] = import_.dates or kind.usual_dates(import_.country)

    def _told(self, file: ImportFile, index: int) -> str:
        name = self._name(file, index)
        return self.data.get(name, "") if self.is_bound else self.fields[name].initial or ""

    def _menus(self, file: ImportFile, part: ImportPart) -> dict:
        columns = mapping.columns_of(file, part)
        used = [choice for column in columns for choice in (column.choice, column.recognised)]
        choices = [("", _("Leave it out")), *mapping.choices(part, used)]
        for column in columns:
            self.fields[self._name(file, column.index)] = forms.ChoiceField(
                label=column.heading or _("Column %(number)d") % {"number": column.index + 1},
                required=False,
                choices=choices,
                initial=column.choice,
            )
        name = f"{file.part}-name"
        saved = mapping.saved_for(file.belongs_to.kind, file)
        self.fields[name] = forms.CharField(
            label=_("Remember these columns as"),
            max_length=120,
            required=False,
            initial=saved.name if saved else file.name,
            help_text=_("The next file with the same columns finds this choice by itself."),
        )
        rows = [(column, self[self._name(file, column.index)]) for column in columns]
        delimiter = dict(delimiters(file.delimiter)).get(file.delimiter, "")
        return {
            "file": file,
            "part": part,
            "rows": rows,
            "name": self[name],
            "saved": saved,
            "delimiter": delimiter,
            "system": presets.recognised(file.headings, part.presets()),
            "is_address_book": Path(file.stored_as).suffix in ADDRESS_BOOKS,
        }

    def _name(self, file: ImportFile, index: int) -> str:
        return f"{file.part}-{index}"

    def clean_currency(self) -> str:
        currency = self.cleaned_data["currency"].upper()
        if currency and not is_currency(currency):
            raise forms.ValidationError(_("“%(text)s” is no currency.") % {"text": currency})
        return currency

    def clean(self):
        given = super().clean()
        for file, part in self.parts:
            file.choices = [given.get(self._name(file, index), "") for index in range(len(file.headings))]
            columns = recognise(file.headings, part.fields, mapping.overrides(file, part))
            if problem := part.problem(columns):
                self.add_error(None, problem)
        return given

    @property
    def choices(self) -> dict[str, list[str]]:
        return {file.part: file.choices for file, _part in self.parts}

    @property
    def names(self) -> dict[str, str]:
        return {file.part: self.cleaned_data[f"{file.part}-name"].strip() or file.name for file, _part in self.parts}

    @property
    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.asked}
