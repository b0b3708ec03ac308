"""3/4/2026 is in April or in March: the file's own values tell, else the page asks, else the country decides."""

from pathlib import Path

import pytest

from rapport.core.models import Import
from rapport.customers.models import Customer, CustomField
from rapport.customers.tests.test_import_pages import bring, choose, home, mark  # noqa: F401
from rapport.customers.tests.test_importing import take  # noqa: F401

AMBIGUOUS = "id;name;birthday\n1;Ann;3/4/1990\n2;Bob;5/6/1991\n"


def born(name="Ann"):
    date = Customer.objects.get(name=name).dates.get()
    return date.day, date.month


@pytest.mark.parametrize(
    "other, ann", [("14/3/1990", (3, 4)), ("3/14/1990", (4, 3)), ("", (3, 4)), ("1990-03-14", (3, 4))]
)
def test_one_day_above_twelve_tells_how_the_others_are_read(business, take, other, ann):  # noqa: F811
    result = take(f"name;birthday\nAnn;3/4/1990\nBob;{other}\n")

    assert born() == ann
    assert [remark[:35] for remark in result.remarks] == ([] if "14/" in other or "/14" in other else [
        "Dates such as 3/4/1990 were read wi"
    ])  # fmt: skip


def test_the_command_line_is_told_and_the_country_decides_where_it_is_not(business, take):  # noqa: F811
    assert take(AMBIGUOUS, country="US").remarks == [
        "Dates such as 3/4/1990 were read with the month first. Say --dates dmy if the day is."
    ]
    assert born() == (4, 3)

    assert take(AMBIGUOUS, country="US", dates="dmy").remarks == []
    assert born() == (3, 4)


def test_birthdays_without_a_year_and_own_fields_tell_too(business, take):  # noqa: F811
    CustomField.objects.create(key="met", label="Met", type="date")

    take("name;birthday;Met\nAnn;3/4;5/6/2020\nBob;3/14;\n")

    assert born() == (4, 3)
    assert Customer.objects.get(name="Ann").custom == {"met": "2020-05-06"}


def test_the_page_asks_only_what_the_file_leaves_open(client, mark):  # noqa: F811
    def asked(content):
        import_ = bring(client, content)
        return "What day is" in client.get(f"/settings/import/{import_.pk}/columns/").content.decode()

    assert asked(AMBIGUOUS)
    assert not asked("name;birthday\nAnn;3/4/1990\nBob;14/3/1990\n")
    assert not asked("name;birthday\nAnn;3.4.1990\n")
    assert not asked("name;colour\nAnn;3/4/1990\n")


def test_what_somebody_answered_is_how_the_days_are_read(client, mark, run_jobs):  # noqa: F811
    import_ = bring(client, AMBIGUOUS)
    shown = client.get(f"/settings/import/{import_.pk}/columns/").content.decode()
    assert "What day is 3/4/1990 in this file?" in shown and "3 April 1990" in shown and "4 March 1990" in shown

    choose(client, import_, dates="mdy")
    run_jobs()
    client.post(f"/settings/import/{import_.pk}/run/")
    run_jobs()
    assert born() == (4, 3)


def test_a_column_that_becomes_one_of_days_is_asked_about(client, mark):  # noqa: F811
    import_ = bring(client, "name;colour\nAnn;3/4/1990\n")

    answer = choose(client, import_, status=422, **{"file-1": "birthday"})
    assert "What day is 3/4/1990 in this file?" in answer.content.decode()
    assert Import.objects.get().dates == ""
    answer = choose(client, import_, **{"file-1": "birthday", "dates": "dmy"})
    assert Import.objects.get().dates == "dmy"


def test_a_month_without_a_day_is_not_lost_but_given_back_with_what_to_do(business, take):  # noqa: F811
    result = take("name,customer since\nAnn,2019-05-04\nBob,2019-05\nCyd,\n")

    assert (result.created, result.rejected) == (2, 1)
    assert "“2019-05” says no day. Write a whole one, such as 2019-05-01" in Path(result.rejects_file).read_text(
        "utf-8-sig"
    )
