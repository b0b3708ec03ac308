"""What people may ask about their data, and what keeps it."""

import csv
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.core.models.deeds import Deed
from rapport.core.registry import Restored
from rapport.customers import actions
from rapport.customers.models import Customer, Erasure, PersonalExport
from rapport.customers.models.customer import Erased, NotToBeUsed
from rapport.customers.rights import erasing, exporting, finishing, holds, identity, journal, mentions
from rapport.customers.testing import a_customer
from rapport.orders.testing import an_order
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.timeline import actions as timeline
from rapport.timeline.models import Entry

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def erased(customer, by, **said) -> Erasure:
    return erasing.erase(customer, by=by, at=NOW, **said)


# ---- being told


def test_an_export_holds_everything_in_their_language_and_of_others_only_the_name(rich, cast, home):
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")
    timeline.note(rich, "<b>Loves</b> walnut", by=cast["ann"], files=[file])
    rich.emails.all().delete()
    export = PersonalExport.objects.create(customer=rich, by=cast["olga"])

    exporting.write(export, home / "all.zip", at=NOW)

    with zipfile.ZipFile(home / "all.zip") as packed:
        told = json.loads(packed.read("data.json"))
        page = packed.read("index.html").decode()
        assert packed.read("files/001 plan.pdf") == b"%PDF-1.7 plan"
    tables = {name: rows for kind in told["records"] for name, rows in kind["tables"].items()}
    assert (told["schema"], told["version"], told["about"]["name"]) == ("rapport.personal-data", 1, rich.name)
    assert tables["customers.personalnote"][0]["text"] == "Son Saba starts school."
    assert tables["customers.email.former"][0]["address"] == "tamar@beridze.example"
    assert tables["customers.affiliation"][0]["organisation"] == "Workshop"
    assert '<html lang="ka">' in page and "&lt;b&gt;Loves&lt;/b&gt; walnut" in page
    assert "<script" not in page and "src=" not in page
    assert (export.records, (home / "all.zip").stat().st_mode & 0o777) == (export.records, 0o600)
    assert rich.entries.filter(kind="privacy.exported").get().facts == {}
    assert Deed.objects.filter(kind="privacy.exported", about=[rich.pk]).exists()


def test_an_export_holds_the_same_as_tables_without_formulas(rich, cast, home):
    timeline.note(rich, "=HYPERLINK(1)", by=cast["ann"])

    exporting.write(PersonalExport.objects.create(customer=rich, by=cast["olga"]), home / "all.zip", at=NOW)

    with zipfile.ZipFile(home / "all.zip") as packed:
        told = json.loads(packed.read("data.json"))
        names = [f"tables/{name}.csv" for kind in told["records"] for name in kind["tables"]]
        assert sorted(name for name in packed.namelist() if name.startswith("tables/")) == sorted(names)
        entries, emails = (
            list(csv.DictReader(packed.read(f"tables/{name}.csv").decode("utf-8-sig").splitlines()))
            for name in ("timeline.entry", "customers.email")
        )
    assert emails[0]["address"] == "tamar@beridze.example"
    assert "'=HYPERLINK(1)" in {entry["body"] for entry in entries}


def test_the_worker_gathers_it_and_it_is_downloaded_by_those_who_may(client, rich, cast, run_jobs):
    client.force_login(cast["mark"])
    client.post(f"/customers/{rich.pk}/data/exports/")
    run_jobs()
    export = PersonalExport.objects.get()

    answer = client.get(f"/customers/{rich.pk}/data/exports/{export.pk}/")
    assert (answer.status_code, b"".join(answer.streaming_content)[:2]) == (200, b"PK")
    client.force_login(cast["ann"])
    assert client.get(f"/customers/{rich.pk}/data/exports/{export.pk}/").status_code == 403

    exporting.forget_old(timezone.now() + timedelta(days=exporting.KEPT_DAYS, minutes=1))
    client.force_login(cast["mark"])
    assert client.get(f"/customers/{rich.pk}/data/exports/{export.pk}/").status_code == 404
    assert not exporting.path_of(export).exists()


# ---- asking


@pytest.mark.parametrize(
    "asked, due", [("2026-01-31", "2026-02-28"), ("2026-11-20", "2026-12-20"), ("2026-12-01", "2027-01-01")]
)
def test_an_answer_is_owed_within_a_calendar_month(asked, due):
    assert holds.answer_by(date.fromisoformat(asked)).isoformat() == due


def test_who_asks_is_promised_an_answer_and_the_export_keeps_the_promise(cora, cast, business, run_jobs, home):
    holds.ask(cora, "access", asked_on=timezone.localdate(), by=cast["ann"], at=timezone.now())
    run_jobs()
    owed = Promise.objects.get(customer=cora)
    assert (owed.kind, owed.owner, owed.state) == ("privacy", cast["ann"], "open")
    assert timezone.localdate(owed.due_at) == holds.answer_by(timezone.localdate())

    exporting.write(PersonalExport.objects.create(customer=cora, by=cast["olga"]), home / "x.zip", at=timezone.now())
    run_jobs()
    owed.refresh_from_db()
    assert (owed.state, owed.evidence_entry.kind) == ("kept", "privacy.exported")


def test_being_forgotten_keeps_the_promise_to_forget(cora, cast, business, run_jobs):
    holds.ask(cora, "erasure", asked_on=timezone.localdate(), by=cast["ann"], at=timezone.now())
    run_jobs()
    other = promises.promise(
        cora, "A sample", at=timezone.now(), by=cast["ann"], due_on=timezone.localdate() + timedelta(2)
    )

    erasing.erase(cora, by=cast["olga"], at=timezone.now())

    states = dict(Promise.objects.filter(customer=cora).values_list("kind", "state"))
    assert states == {"privacy": "kept", other.kind: "withdrawn"}


# ---- being forgotten


def test_an_erased_customer_can_no_longer_be_written_about_or_changed(cora, cast):
    erasure = erased(cora, cast["olga"])
    cora.refresh_from_db()

    assert (cora.name, cora.is_archived, cora.given_name) == (f"Customer {erasure.pseudonym}", True, "")
    for deed in (
        lambda: timeline.note(cora, "Back again", by=cast["ann"]),
        lambda: actions.edit(cora, by=cast["ann"], version=cora.version, changes={"name": "Cora"}),
        lambda: actions.restore(cora, by=cast["ann"]),
        lambda: an_order(customer=cora, by=cast["ann"]),
    ):
        with pytest.raises(Erased):
            deed()
    cora.refresh_from_db()
    assert cora.name == f"Customer {erasure.pseudonym}"


def test_erasing_twice_erases_once(cora, cast):
    assert erased(cora, cast["olga"]) == erased(cora, cast["mark"])
    assert cora.entries.filter(kind="privacy.erased").count() == 1


def test_others_with_the_same_name_keep_theirs_and_their_words_in_the_search(cora, cast):
    namesake = a_customer(given_name="Cora", family_name="Lindqvist")
    note = timeline.note(namesake, "Cora Lindqvist paints", by=cast["ann"])

    erased(cora, cast["olga"])

    namesake.refresh_from_db()
    note.refresh_from_db()
    assert (namesake.name, note.body) == ("Cora Lindqvist", "Cora Lindqvist paints")


def test_where_others_name_them_is_shown_and_replaced_where_somebody_says_so(client, cora, cast, business):
    friend = a_customer("Nino Beridze")
    sure = timeline.note(friend, "Came with CORA  lindqvist.", by=cast["ann"])
    perhaps = timeline.note(friend, "The Lindqvist chair is ready", by=cast["ann"])
    found = {mention.row: mention.is_sure for mention in mentions.find(identity.person_of(cora))}
    assert found == {str(sure.pk): True, str(perhaps.pk): False}

    client.force_login(cast["mark"])
    page = client.get(f"/customers/{cora.pk}/data/erasure/").text
    assert page.count('name="named_in"') == 2 and re.search(f'value="timeline.Entry:{sure.pk}" checked', page)
    said = {"ground": "asked", "word": "Erase", "named_in": [f"timeline.Entry:{sure.pk}"]}
    assert client.post(f"/customers/{cora.pk}/data/erasure/", said).status_code == 302

    sure.refresh_from_db()
    perhaps.refresh_from_db()
    assert (sure.body, perhaps.body) == ("Came with ⟦…⟧.", "The Lindqvist chair is ready")
    assert "Came with [erased]." in client.get(f"/customers/{friend.pk}/").text


def test_what_a_colleague_wrote_for_themselves_is_found_and_not_shown(cora, cast):
    note = timeline.note(a_customer("Nino Beridze"), "Cora Lindqvist is difficult", by=cast["ann"], private=True)
    found = mentions.find(identity.person_of(cora))
    assert [(one.row, one.excerpt) for one in found] == [(str(note.pk), "What a colleague wrote for themselves")]


def test_what_was_written_in_the_very_moment_goes_a_little_later(cora, cast):
    erasure = erased(cora, cast["olga"])
    late = Entry.objects.create(customer=cora, kind="note.written", at=NOW, body="Cora is here", by=cast["ann"])
    cora.emails.create(address="cora@lindqvist.example", key="cora@lindqvist.example")

    finishing.look_again(str(erasure.pk))

    late.refresh_from_db()
    cora.refresh_from_db()
    assert (late.body, cora.emails.count(), cora.name) == ("⟦…⟧", 0, f"Customer {erasure.pseudonym}")
    assert (cora.is_erased, cora.is_archived) == (True, True)


@pytest.mark.parametrize("who, word, status", [("mark", "erase", 302), ("mark", "yes", 422), ("ann", "erase", 403)])
def test_who_can_erase_and_how(client, cast, cora, who, word, status):
    client.force_login(cast[who])
    answer = client.post(f"/customers/{cora.pk}/data/erasure/", {"ground": "asked", "word": word})
    assert (answer.status_code, Erasure.objects.exists()) == (status, status == 302)


def test_the_certificate_says_how_much_when_and_by_whom(client, rich, cast):
    erasure = erased(rich, cast["olga"])
    client.force_login(cast["olga"])
    page = client.get(f"/customers/{rich.pk}/data/certificate/").text
    assert erasure.pseudonym in page and "Olga" in page and "They asked for it" in page
    assert erasure.counts["customers.contact"] == 6


def test_what_is_open_ends_and_is_said_beforehand(client, cora, cast, business):
    order = an_order(customer=cora, by=cast["ann"])
    client.force_login(cast["olga"])
    assert "1 order is open. It is called off." in client.get(f"/customers/{cora.pk}/data/erasure/").text
    erased(cora, cast["olga"])
    order.refresh_from_db()
    assert (order.outcome, order.net) == ("cancelled", 2400)


# ---- being kept


def test_a_legal_hold_keeps_them_with_its_reason_until_its_day_or_until_it_is_lifted(client, cora, cast):
    hold = holds.place_hold(
        cora, case="7 C 12/2026", reason="Unpaid invoice", until=date(2026, 12, 1), by=cast["mark"], at=NOW
    )
    with pytest.raises(erasing.UnderLegalHold, match="7 C 12/2026: Unpaid invoice"):
        erased(cora, cast["olga"])
    client.force_login(cast["mark"])
    assert "Legal hold" in client.get(f"/customers/{cora.pk}/").text
    assert client.post(f"/customers/{cora.pk}/data/erasure/", {"ground": "asked", "word": "erase"}).status_code == 409
    assert not Erasure.objects.exists()

    holds.lift_hold(hold, by=cast["mark"], at=NOW)
    assert erased(cora, cast["olga"])


def test_a_hold_whose_day_has_passed_holds_nobody(cora, cast):
    holds.place_hold(cora, case="Old", reason="Over", until=date(2026, 11, 22), by=cast["mark"], at=NOW)
    assert erased(cora, cast["olga"])


def test_what_is_disputed_is_kept_and_not_used(client, cora, cast):
    holds.restrict(cora, reason="They say the address is wrong", by=cast["mark"], at=NOW)
    cora.refresh_from_db()
    with pytest.raises(NotToBeUsed):
        actions.edit(cora, by=cast["ann"], version=cora.version, changes={"nickname": "Co"})
    assert cora not in Customer.objects.in_use()
    client.force_login(cast["ann"])
    assert "Not to be used" in client.get(f"/customers/{cora.pk}/").text

    holds.end_restriction(cora, by=cast["mark"], at=NOW)
    cora.refresh_from_db()
    assert actions.edit(cora, by=cast["ann"], version=cora.version, changes={"nickname": "Co"})


# ---- staying forgotten


def test_a_restored_backup_forgets_again_whom_the_journal_or_the_old_house_forgot(cast, cora):
    friend = a_customer("Nino Beridze")
    written, replaced = erased(cora, cast["olga"]), erased(friend, cast["olga"])
    journal.write_down(written)
    kept = [line for line in journal.of_the_database() if replaced.pseudonym in line]
    assert [line.pseudonym for line in journal.lines()] == [written.pseudonym]
    assert "Lindqvist" not in journal.path().read_text()
    pseudonyms = {cora.pk: written.pseudonym, friend.pk: replaced.pseudonym}
    Erasure.objects.all().delete()  # as it was when the backup was made
    Customer.objects.filter(pk=cora.pk).update(name="Cora Lindqvist", standing="", search_key="cora lindqvist")
    Customer.objects.filter(pk=friend.pk).update(name="Nino Beridze", standing="")

    said = journal.forget_again(Restored(made_at=NOW, at=NOW, kept=kept))

    assert said == "2 erasures were done again."
    for key, pseudonym in pseudonyms.items():
        assert Customer.objects.get(pk=key).name == f"Customer {pseudonym}"
    assert journal.forget_again(Restored(made_at=NOW, at=NOW, kept=kept)) is None


def test_the_journals_of_two_houses_make_one_and_half_a_line_is_none(cora, cast):
    line = str(journal.line_of(erased(cora, cast["olga"])))
    assert journal.joined(f"{line}\n".encode(), f"{line}\n2026-11".encode()).decode() == f"{line}\n"


# ---- pages cost the same however much there is


@pytest.mark.parametrize("place", ["data/", "data/erasure/"])
def test_pages_ask_a_fixed_number_of_questions(client, rich, cast, place):
    client.force_login(cast["olga"])
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/customers/{rich.pk}/{place}")
        counts.append(len(asked))
        for number in range(3):
            timeline.note(rich, f"Note {number}", by=cast["ann"])
            timeline.note(a_customer(f"Friend {number}"), f"With {rich.name}", by=cast["ann"])
    assert counts[1] <= counts[0] + 1  # whose records name them, once there are any
