"""Conferences at the desk: listed, added, changed, moved, cancelled."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.outreach.message import MessageKind
from tests.web.staff.cases import CONFERENCE, MS_WINTER, add, case_of, hidden, invited_of, only_case, send, words
from tests.web.staff.conftest import sign_in

NEW = "/staff/conferences/new"


def test_a_social_worker_with_nothing_yet_is_told_what_to_do(social_workers_desk):
    page = social_workers_desk.get("/staff")

    assert "There is none yet. Add one" in words(page)
    assert f'href="{NEW}"' in page.text


def test_in_a_morning_a_conference_a_link_and_its_code_take_three_presses(social_workers_desk, rooms, social_worker):
    """Add a conference; save, then send the link; send. The code is on the page."""
    page = social_workers_desk.get(NEW)
    fields = {**CONFERENCE, **MS_WINTER, "once": hidden(page, "once"), "then": "send"}
    page = social_workers_desk.submit(NEW, fields)
    assert page.url.path.endswith("/send")

    page = social_workers_desk.submit(page.url.path, {"way": ["sms"], "links": hidden(page, "links")})

    assert "Tell it by voice. Never write it in a message." in words(page)
    (message,) = only_case(rooms, social_worker).invited[0].messages
    assert message.address == "+447700900123"
    assert "1 March" not in page.request.url.path


def test_the_form_knows_who_is_signed_in(social_workers_desk):
    page = social_workers_desk.get(NEW)

    assert 'name="social_worker_name" type="text" autocomplete="off" spellcheck="false" value="Sam Petty"' in page.text
    assert 'value="sam.petty@example.org" selected' in page.text


def test_a_form_sent_twice_is_one_conference_with_one_invited_adult(social_workers_desk, rooms, social_worker):
    """A phone in a car park sends twice."""
    page = social_workers_desk.get(NEW)
    fields = {**CONFERENCE, **MS_WINTER, "once": hidden(page, "once")}
    first = social_workers_desk.submit(NEW, fields)
    second = social_workers_desk.submit(NEW, fields)

    assert first.url == second.url
    assert len(only_case(rooms, social_worker).invited) == 1


def test_another_form_with_the_same_words_is_another_conference(social_workers_desk):
    assert add(social_workers_desk) != add(social_workers_desk)


def test_what_is_wrong_is_told_at_the_top_and_at_each_field_and_everything_typed_stays(social_workers_desk):
    typed = {**CONFERENCE, "date": "31/2/2027", "chair_name": "", "called": "Ms <Winter>", "phone": "0123"}
    page = social_workers_desk.submit(NEW, typed)

    assert page.status_code == 422
    assert '<a href="#date">Date is not a date that we can read. Write day, month and year: 18/3/2027.</a>' in page.text
    for field in ("date", "chair_name", "phone", "language", "safe_ways"):
        assert f'id="{field}-error"' in page.text
    for kept in ('value="31/2/2027"', "Room 2, Foss Bank House", "Ms &lt;Winter&gt;", 'value="0123"', "YRK-4711"):
        assert kept in page.text


def test_a_date_that_a_browsers_picker_could_not_show_stays_in_a_plain_box(social_workers_desk):
    page = social_workers_desk.submit(NEW, {**CONFERENCE, "date": "18 Mrach", "time": "half two"})

    assert 'id="date" name="date" type="text"' in page.text
    assert 'id="time" name="time" type="text"' in page.text
    assert 'id="chair_speaks_date" name="chair_speaks_date" type="date"' in page.text


def test_a_saturday_is_asked_about_once_and_saved_when_it_is_meant(social_workers_desk, rooms, social_worker):
    fields = {**CONFERENCE, "date": "2027-03-20", "once": str(uuid4())}
    page = social_workers_desk.submit(NEW, fields)
    assert "is a Saturday or a Sunday" in words(page)
    assert rooms.desk.cases.cases("york") == ()

    fields["looked"] = hidden(page, "looked")
    social_workers_desk.submit(NEW, fields)

    assert only_case(rooms, social_worker).conference.local.day == 20


def test_another_doubtful_day_is_asked_about_again(social_workers_desk, rooms):
    page = social_workers_desk.submit(NEW, {**CONFERENCE, "date": "2027-03-20"})
    looked = hidden(page, "looked")

    page = social_workers_desk.submit(NEW, {**CONFERENCE, "date": "2027-03-21", "looked": looked})

    assert "It is not saved yet" in words(page)
    assert rooms.desk.cases.cases("york") == ()


def test_an_account_that_may_not_have_it_is_a_mistake_at_its_field(managers_desk, rooms):
    """Anna Field gives conferences to her own team only; she is offered nobody else."""
    page = managers_desk.get(NEW)
    assert "sam.petty@example.org" in page.text
    assert "ada.wren@example.org" not in page.text

    page = managers_desk.submit(NEW, {**CONFERENCE, "social_worker_email": "noor@example.org"})

    assert page.status_code == 422
    assert 'id="social_worker_email-error"' in page.text


def test_a_manager_who_gives_a_conference_to_the_team_still_sees_it(managers_desk, social_workers_desk):
    id = add(managers_desk)

    assert managers_desk.get(f"/staff/conferences/{id}").status_code == 200
    assert social_workers_desk.get(f"/staff/conferences/{id}").status_code == 200


def test_a_conference_that_is_handed_over_is_gone_from_ones_own_list(social_workers_desk, managers_desk, rooms):
    id = add(social_workers_desk)
    form = social_workers_desk.get(f"/staff/conferences/{id}/change")
    fields = {**CONFERENCE, "social_worker_email": "anna.field@example.org", "version": hidden(form, "version")}

    page = social_workers_desk.submit(f"/staff/conferences/{id}/change", {**fields, "was": hidden(form, "was")})

    assert page.url.path == "/staff"
    assert "to whom you gave it" in words(page)
    assert social_workers_desk.get(f"/staff/conferences/{id}").status_code == 404


@pytest.mark.parametrize("path", ["", "/change", "/cancel", "/invite", "/told"])
def test_another_councils_conference_looks_like_one_that_never_was(social_workers_desk, mertons_desk, path):
    id = add(social_workers_desk)

    theirs = mertons_desk.get(f"/staff/conferences/{id}{path}")
    nobodys = mertons_desk.get(f"/staff/conferences/{uuid4()}{path}")

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text == nobodys.text


def test_an_administrator_opens_no_case(social_workers_desk, administrators_desk):
    id = add(social_workers_desk)

    for path in ("/staff", NEW, f"/staff/conferences/{id}", "/staff/messages"):
        assert administrators_desk.get(path).status_code == 403


def test_a_title_and_an_address_name_nobody(social_workers_desk, rooms):
    id = add(social_workers_desk, **MS_WINTER)
    invitation = invited_of(rooms, id).invitation.id

    for path in ("", f"/conferences/{id}", f"/invitations/{invitation}/send", f"/invitations/{invitation}/change"):
        page = social_workers_desk.get(f"/staff{path}")
        title = page.text.split("<title>")[1].split("</title>")[0]
        assert "Winter" not in title
        assert "YRK" not in title


def test_what_needs_attention_comes_first_with_the_way_to_do_it(social_workers_desk, rooms, clock):
    quiet = add(social_workers_desk, date="2027-03-10", **MS_WINTER)
    send(social_workers_desk, invited_of(rooms, quiet).invitation.id)
    later = add(social_workers_desk, date="2027-03-25", reference="YRK-LATER", **MS_WINTER)

    page = social_workers_desk.get("/staff")

    assert page.text.index("Needs your attention") < page.text.index("YRK-LATER") < page.text.index("Coming")
    assert f'href="/staff/invitations/{invited_of(rooms, later).invitation.id}/send"' in page.text


def test_the_list_warns_when_nothing_is_being_sent(social_workers_desk, rooms, clock):
    rooms.desk.heartbeats.beat("worker", at=rooms.now())
    assert "Messages are not going out" not in words(social_workers_desk.get("/staff"))

    clock.wait(minutes=6)

    assert "has not run since Monday 1 March 2027 at 9:30am" in words(social_workers_desk.get("/staff"))


# Changing, moving, cancelling


def changed(desk, id, **fields):
    form = desk.get(f"/staff/conferences/{id}/change")
    posted = {**CONFERENCE, "version": hidden(form, "version"), "was": hidden(form, "was"), **fields}
    return desk.submit(f"/staff/conferences/{id}/change", posted), posted


def test_before_it_is_moved_it_says_who_is_told_and_after_it_who_was_and_whom_to_ring(social_workers_desk, rooms):
    id = add(social_workers_desk, **MS_WINTER)
    mr_field = {**MS_WINTER, "called": "Mr Field", "phone": "07700 900456", "email": "", "agreed": "no"}
    social_workers_desk.submit(f"/staff/conferences/{id}/invite", {**mr_field, "safe_ways": ["call"]})
    before = words(social_workers_desk.get(f"/staff/conferences/{id}/change"))
    assert "Ms Winter is told by text message and e-mail." in before
    assert "Mr Field: does not want messages. Ring 07700 900456." in before

    page, _ = changed(social_workers_desk, id, date="2027-03-19")

    assert page.url.path == f"/staff/conferences/{id}/told"
    assert "Mr Field: Ring 07700 900456." in words(page)
    assert "Ms Winter Text message: Waits to be sent. E-mail: Waits to be sent." in words(page)
    kinds = [message.kind for message in invited_of(rooms, id).messages]
    assert kinds == [MessageKind.MOVED, MessageKind.MOVED]


def test_a_new_reference_is_told_to_nobody(social_workers_desk, rooms):
    id = add(social_workers_desk, **MS_WINTER)

    page, _ = changed(social_workers_desk, id, reference="YRK-1")

    assert page.url.query == b"done=changed"
    assert invited_of(rooms, id).messages == ()


def test_a_change_sent_twice_is_one_change_and_nobody_is_told_twice(social_workers_desk, rooms):
    id = add(social_workers_desk, **MS_WINTER)
    first, fields = changed(social_workers_desk, id, time="11:00")

    second = social_workers_desk.submit(f"/staff/conferences/{id}/change", fields)

    assert second.url == first.url
    assert case_of(rooms, id).conference.version == 2
    assert len(invited_of(rooms, id).messages) == 2


def test_who_changes_it_a_moment_too_late_is_shown_both_and_may_save_again(social_workers_desk, managers_desk, rooms):
    id = add(social_workers_desk)
    form = social_workers_desk.get(f"/staff/conferences/{id}/change")
    changed(managers_desk, id, place="Room 9")

    mine = {**CONFERENCE, "place": "Room 7", "version": hidden(form, "version"), "was": hidden(form, "was")}
    page = social_workers_desk.submit(f"/staff/conferences/{id}/change", mine)
    assert page.status_code == 409
    assert "Place Room 9" in words(page)
    assert 'value="Room 7"' in page.text

    mine |= {"version": hidden(page, "version"), "was": hidden(page, "was")}
    social_workers_desk.submit(f"/staff/conferences/{id}/change", mine)
    assert case_of(rooms, id).conference.place == "Room 7"


def test_a_mistake_does_not_make_an_old_page_a_new_one(social_workers_desk, managers_desk, rooms):
    """The version that they saw goes along until it is saved."""
    id = add(social_workers_desk)
    form = social_workers_desk.get(f"/staff/conferences/{id}/change")
    changed(managers_desk, id, place="Room 9")
    mine = {**CONFERENCE, "version": hidden(form, "version"), "was": hidden(form, "was")}

    wrong = social_workers_desk.submit(f"/staff/conferences/{id}/change", {**mine, "chair_name": ""})
    mine |= {"version": hidden(wrong, "version"), "was": hidden(wrong, "was")}

    assert social_workers_desk.submit(f"/staff/conferences/{id}/change", mine).status_code == 409
    assert case_of(rooms, id).conference.place == "Room 9"


def test_cancelling_is_asked_about_first_and_done_once(social_workers_desk, rooms):
    id = add(social_workers_desk, **MS_WINTER)
    page = social_workers_desk.get(f"/staff/conferences/{id}/cancel")
    assert "Ms Winter is told by text message and e-mail." in words(page)
    assert case_of(rooms, id).conference.cancelled_at is None

    fields = {"version": hidden(page, "version")}
    first = social_workers_desk.submit(f"/staff/conferences/{id}/cancel", fields)
    second = social_workers_desk.submit(f"/staff/conferences/{id}/cancel", fields)

    assert "The conference is cancelled" in words(first)
    assert first.url == second.url
    assert len(invited_of(rooms, id).messages) == 2


def test_a_conference_that_has_been_can_be_neither_changed_nor_cancelled(
    social_workers_desk, rooms, social_worker, clock
):
    id = add(social_workers_desk)
    clock.wait(days=30)
    sign_in(social_workers_desk, rooms, social_worker)  # a session ends before that

    for path in ("change", "cancel", "invite"):
        page = social_workers_desk.get(f"/staff/conferences/{id}/{path}")
        assert page.status_code == 409
        assert "has been, or is cancelled" in words(page)


def test_looking_is_written_down_and_changes_nothing(social_workers_desk, rooms):
    id = add(social_workers_desk, **MS_WINTER)
    before = case_of(rooms, id)

    for path in ("", "/change", "/cancel", "/invite", "/told?version=1"):
        assert social_workers_desk.get(f"/staff/conferences/{id}{path}").status_code == 200

    assert case_of(rooms, id) == before
    seen = [line for line in rooms.desk.audit.newest("york", most=20) if line.subject == f"conference:{id}"]
    assert len(seen) >= 5


def test_a_long_wait_before_the_form_is_sent_costs_nothing_but_a_sign_in(social_workers_desk, clock):
    page = social_workers_desk.get(NEW)
    clock.now += timedelta(hours=2)

    answer = social_workers_desk.submit(NEW, {**CONFERENCE, "once": hidden(page, "once")})

    assert answer.status_code == 401
