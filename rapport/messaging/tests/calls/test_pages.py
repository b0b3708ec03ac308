"""What is shown while it rings, and what a person does about a call."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from rapport.customers.actions import add
from rapport.customers.models import Customer
from rapport.messaging.calls import queries, settling
from rapport.messaging.models import Call, CallFile, Channel, HouseGreeting, Seat
from rapport.messaging.tests.calls.test_lines import THEIRS, a_line
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.staff.models import Location, Team
from rapport.timeline import actions as timeline

pytestmark = pytest.mark.django_db
RINGING = "/inbox/calls/ringing/"


@pytest.fixture
def cora(ann, business):
    return add(
        "Cora Lindqvist", by=ann, phones=[THEIRS], language="cs", pronunciation="LIND-kvist",
        personal_notes=[{"text": "Her daughter rows"}],
    )  # fmt: skip


def a_call(customer=None, *, seconds=30, state="ringing", channel=None, **fields) -> Call:
    began = timezone.now() - timedelta(seconds=seconds)
    over = {} if state == "ringing" else {"ended_at": timezone.now()}
    fields = {"peer": THEIRS, "provider_id": str(Call.objects.count()), "ringing_at": began} | over | fields
    return Call.objects.create(channel=channel or Channel.objects.first() or a_line(), customer=customer, state=state,
                               **fields)  # fmt: skip


def test_it_shows_who_rings_how_we_answer_and_how_they_are_called(client, cora, ann):
    a_call(cora)
    client.force_login(ann)
    response = client.get(RINGING)
    shown = response.content.decode()
    assert "Cora Lindqvist is calling" in shown and "LIND-kvist" in shown
    assert "u telefonu Ann" in shown, "in the customer’s own language"
    assert response.headers["Rapport-Again"] == "1000"

    again = client.get(RINGING, headers={"Rapport-State": response.headers["Rapport-State"]})
    assert (again.status_code, again.headers["Rapport-Again"]) == (204, "1000")


def test_the_house_says_the_same_everywhere_in_the_language_of_who_calls(client, cora, cast):
    client.force_login(cast["olga"])
    assert client.post("/settings/greeting/", {"en": "{company}, {surname}"}).status_code == 422
    assert client.post("/settings/greeting/", {"en": "Hello, {first_name} here."}).status_code == 302
    assert HouseGreeting.objects.get().text == "Hello, {first_name} here."
    HouseGreeting.objects.create(language="cs", text="{company}, u telefonu {first_name}.")
    a_call(cora)
    assert "u telefonu Olga." in client.get(RINGING).content.decode()


def test_nothing_is_asked_often_where_nobody_tells_or_nobody_wants_to_know(client, cora, ann):
    client.force_login(ann)
    assert "Rapport-Again" not in client.get(RINGING).headers
    a_call(cora)
    assert client.get(RINGING).status_code == 200
    assert client.post("/inbox/calls/seat/", {"extension": "101"}).status_code == 302
    response = client.get(RINGING)
    assert response.status_code == 204 and "Rapport-Again" not in response.headers
    assert Seat.objects.get(user=ann).extension == "101"


def test_a_line_of_a_team_rings_for_its_people_only(client, cora, ann, cast):
    line = a_line()
    line.team = Team.objects.create(name="Service")
    line.save()
    a_call(cora, channel=line)
    client.force_login(ann)
    assert client.get(RINGING).status_code == 204
    line.team.people.add(ann)
    assert client.get(RINGING).status_code == 200


def test_between_several_a_person_chooses(client, cora, ann):
    carl = add("Carl Lindqvist", by=ann, phones=[THEIRS])
    call = a_call(state="missed")
    client.force_login(ann)
    page = client.get(f"/inbox/calls/{call.pk}/").content.decode()
    assert "Cora Lindqvist" in page and "Carl Lindqvist" in page
    client.post(f"/inbox/calls/{call.pk}/customer/", {"customer": carl.pk})
    call.refresh_from_db()
    assert call.customer == carl and call.promise.customer == carl and call.promise.made_at == call.ringing_at
    for later in ({"customer": cora.pk}, {"name": "Somebody else"}):
        assert client.post(f"/inbox/calls/{call.pk}/customer/", later).status_code == 409
    assert not Customer.objects.filter(name="Somebody else").exists()


def test_somebody_unknown_is_added_with_the_number_while_it_rings(client, ann, business):
    call = a_call()
    client.force_login(ann)
    assert client.post(f"/inbox/calls/{call.pk}/customer/", {"name": " "}).status_code == 422
    client.post(f"/inbox/calls/{call.pk}/customer/", {"name": "Nino Beridze"})
    added = Customer.objects.get(name="Nino Beridze")
    assert added.phones.get().e164 == THEIRS and Call.objects.get().customer == added


def test_who_answers_says_so_and_the_others_see_it_no_more(client, cora, ann, cast):
    call = a_call(cora)
    client.force_login(ann)
    client.post(f"/inbox/calls/{call.pk}/taking/")
    client.force_login(cast["bob"])
    client.post(f"/inbox/calls/{call.pk}/taking/")
    assert Call.objects.get().by == ann
    assert "Cora" not in client.get(RINGING).content.decode()


def test_the_page_of_a_call_has_what_one_wants_to_know(client, cora, ann, django_assert_max_num_queries):
    promises.promise(cora, "Walnut samples", at=timezone.now(), by=ann, due_at=timezone.now() + timedelta(days=1))
    call = a_call(cora)
    client.force_login(ann)
    with django_assert_max_num_queries(45):
        page = client.get(f"/inbox/calls/{call.pk}/").content.decode()
    for words in ("Her daughter rows", "Walnut samples", "LIND-kvist", "u telefonu Ann"):
        assert words in page


def test_noting_by_hand_that_we_spoke_calls_back(cora, ann, run_jobs):
    call = settling.settle(a_call(cora, state="missed"))
    timeline.call(cora, by=ann, outcome="no_answer")
    run_jobs()
    assert Call.objects.owed().exists()
    timeline.call(cora, by=ann, outcome="reached")
    run_jobs()
    call.refresh_from_db()
    assert call.returned_by == ann and call.promise.state == "kept"


def test_no_call_back_needed_and_needed_after_all(client, cora, ann):
    call = settling.settle(a_call(cora, state="missed"))
    client.force_login(ann)
    client.post(f"/inbox/calls/{call.pk}/settling/")
    assert not Call.objects.owed().exists() and Promise.objects.get().state == "withdrawn"
    client.post(f"/inbox/calls/{call.pk}/owing/")
    call.refresh_from_db()
    assert call.is_owed and call.promise.state == "open" and call.promise.made_at == call.ringing_at


def test_the_promise_settled_on_its_own_page_settles_the_call(cora, ann, run_jobs):
    call = settling.settle(a_call(cora, state="missed"))
    promises.keep(call.promise, at=timezone.now(), by=ann, evidence="Spoke in the shop")
    run_jobs()
    assert not Call.objects.owed().exists()


def test_the_list_asks_as_much_for_many_as_for_few(client, cora, ann, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settling.settle(a_call(cora, state="missed"))
    client.force_login(ann)
    client.get("/inbox/calls/")
    with CaptureQueriesContext(connection) as few:
        client.get("/inbox/calls/")
    for _number in range(5):
        settling.settle(a_call(cora, state="missed"))
    with django_assert_num_queries(len(few)):
        page = client.get("/inbox/calls/")
    assert page.content.decode().count("data-row") == 6
    assert client.get("/inbox/calls/?after=nonsense").status_code == 404


def test_figures_count_who_waited_and_who_gave_up(cora, ann):
    place = Location.objects.create(name="Old Town")
    line = a_line()
    line.location = place
    line.save()
    for waited in (5, 10, 15, 18, 60):
        began = timezone.now() - timedelta(minutes=10)
        a_call(cora, state="ended", channel=line, by=ann, ringing_at=began, transfers=1,
               answered_at=began + timedelta(seconds=waited))  # fmt: skip
    for state in ("missed", "abandoned"):
        a_call(cora, state=state, channel=line)
    found = queries.figures(ann, since=timezone.now() - timedelta(days=1))
    for figures in (found["together"][0], found["places"][0]):
        assert (figures.calls, figures.answered, figures.soon, figures.lost) == (6, 5, 4, 1)
        assert (figures.p90_seconds, figures.per_call) == (60, 1)
    assert [(one.name, one.calls) for one in found["people"]] == [("Ann", 5)]


def test_a_recording_is_heard_by_who_may_see_the_call(client, cora, ann, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call = a_call(cora, state="voicemail")
    wave = ContentFile(b"RIFF0000WAVE", name="f")
    file = CallFile.objects.create(
        call=call, where="1", name="voicemail.wav", size=12, content_type="audio/wav", file=wave
    )
    client.force_login(ann)
    response = client.get(file.get_absolute_url())
    assert response["Content-Type"] == "audio/wav" and b"".join(response.streaming_content) == b"RIFF0000WAVE"
    assert file.get_absolute_url() in client.get("/inbox/calls/").content.decode()
