"""A case system invites adults, sends their links, and sees how far they have got: never what a parent wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.phones import StoredPhones
from bot.conferences.link import enter_code, hashed, spend_link
from bot.languages import Language
from bot.notes.sharing import Part, Recipient, SharedLine
from bot.outreach.message import State
from bot.staff.account import Scope
from bot.texting.inbound import InboundText
from tests.api.conftest import MS_WINTER
from tests.stores import LAST_DAY, NOW


def send(client, invitation, *ways):
    return client.post(f"/invitations/{invitation['id']}/links", json={"ways": list(ways) or ["sms"]})


def status(client, invitation):
    return client.get(f"/invitations/{invitation['id']}/status").json()


def come_in(rooms, invitation, code):
    """The parent presses the link's button and gives a code. The link is in the message that they were sent."""
    message = rooms.desk.outbox.of_invitation(UUID(invitation["id"]))[0]
    token = message.body.split("/l/")[1].split()[0].rstrip(".")
    spend_link(token, today=LAST_DAY, now=NOW, invitations=rooms.invitations)
    enter_code(UUID(invitation["id"]), code, now=NOW + timedelta(minutes=5), invitations=rooms.invitations)


def test_an_adult_is_invited_and_nothing_is_sent_yet(york, conference, rooms):
    made = york.post(f"/conferences/{conference['id']}/invitations", json=MS_WINTER)

    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/invitations/{made.json()['id']}"
    assert made.json()["phone"] == "+447700900123"
    got = york.get(made.headers["location"].removeprefix("/api/v1"))
    assert (got.json(), got.headers["etag"]) == (made.json(), '"1"')
    assert york.get(f"/conferences/{conference['id']}/invitations").json() == {"items": [made.json()]}
    assert rooms.desk.outbox.of_council("york", most=9) == ()


@pytest.mark.parametrize(
    "phone", ["07700 900123", "+447700900123", "7700900123", "0044 7700 900 123", "+44 (0)7700 900123"]
)
def test_a_number_may_be_written_as_people_write_numbers(york, conference, phone):
    made = york.post(f"/conferences/{conference['id']}/invitations", json={**MS_WINTER, "phone": phone})

    assert made.json()["phone"] == "+447700900123"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        pytest.param({"called": " "}, "/called", id="nameless"),
        pytest.param({"language": "la"}, "/language", id="Latin"),
        pytest.param({"phone": "01904 551550"}, "/phone", id="a landline"),
        pytest.param({"phone": "+48 601 000 000"}, "/phone", id="a Polish number"),
        pytest.param({"phone": None}, "/safe_ways", id="text is safe and there is no number"),
        pytest.param({"safe_ways": ["email"]}, "/safe_ways", id="mail is safe and there is no address"),
        pytest.param({"safe_ways": []}, "/safe_ways", id="nothing is safe"),
        pytest.param({"safe_ways": "sms"}, "/safe_ways", id="no list"),
        pytest.param({"safe_ways": ["pigeon"]}, "/safe_ways/0", id="a way that there is not"),
        pytest.param({"email": "winter@"}, "/email", id="half an address"),
        pytest.param({"agreed": "yes"}, "/agreed", id="words for a yes"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_place(york, conference, changed, where):
    answer = york.post(f"/conferences/{conference['id']}/invitations", json={**MS_WINTER, **changed})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == where


@pytest.mark.parametrize(
    ("phone", "what"),
    [
        pytest.param("01904 551550", "is a landline", id="a landline"),
        pytest.param("0909 879 0000", "is a special number", id="a premium line"),
        pytest.param("60300", "is a special number", id="a short code"),
        pytest.param("+48 601 000 000", "is not a United Kingdom number", id="a Polish number"),
        pytest.param("07700 90045", "is not a telephone number", id="a digit too few"),
    ],
)
def test_a_number_that_cannot_be_texted_is_told_of_by_its_kind_and_not_repeated(york, conference, phone, what):
    answer = york.post(f"/conferences/{conference['id']}/invitations", json={**MS_WINTER, "phone": phone})

    (told,) = [error for error in answer.json()["errors"] if error["where"] == "/phone"]
    assert told["what"].startswith(what)
    assert told["do"].startswith("Write ")
    assert phone not in answer.text


def test_a_change_is_made_on_the_version_that_was_seen(york, invitation):
    path = f"/invitations/{invitation['id']}"

    changed = york.put(path, json={**MS_WINTER, "phone": "07700 900456"}, headers={"If-Match": '"1"'})

    assert (changed.status_code, changed.json()["phone"]) == (200, "+447700900456")
    assert changed.headers["etag"] == '"2"'
    assert york.put(path, json=MS_WINTER, headers={"If-Match": '"1"'}).status_code == 412
    assert york.put(path, json=MS_WINTER).status_code == 428


def test_a_link_is_sent_and_its_code_is_told_only_to_a_key_that_may_have_codes(york, system, invitation):
    with_codes = send(york, invitation)
    without = send(system(Scope.READ, Scope.SEND), invitation)

    assert (with_codes.status_code, without.status_code) == (202, 202)
    assert len(with_codes.json()["code"]) == 6
    assert without.json()["code"] is None
    assert [message["state"] for message in without.json()["messages"]] == ["queued"]
    assert "/l/" not in with_codes.text


def test_a_way_that_is_not_safe_is_never_used(york, invitation, rooms):
    answer = send(york, invitation, "sms", "email")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "/ways"
    assert rooms.desk.outbox.of_council("york", most=9) == ()


def test_a_phone_that_asked_for_no_more_texts_is_sent_none_and_what_waited_says_why(york, invitation, rooms):
    send(york, invitation)
    inbox, phone = StoredInbox(rooms.engine), "+447700900123"
    text = InboundText(uuid4(), "console", "1", phone, "no texts", NOW)
    inbox.put(text)
    inbox.settle([text], replace(StoredPhones(rooms.engine).find(phone), stopped_at=NOW), [], at=NOW)

    assert [(one["state"], one["problem"]) for one in status(york, invitation)["messages"]] == [("dropped", "stopped")]
    refused = send(york, invitation)
    assert refused.status_code == 422
    assert "the phone asked for no more texts" in refused.json()["errors"][0]["what"]
    assert "900123" not in refused.text


def test_a_letter_is_not_sent_from_here(york, invitation):
    assert send(york, invitation, "letter").status_code == 422


def test_how_far_a_link_has_got_is_shown_step_by_step(york, invitation, rooms):
    assert status(york, invitation)["messages"] == []
    code = send(york, invitation).json()["code"]
    assert [message["state"] for message in status(york, invitation)["messages"]] == ["queued"]
    (message,) = rooms.desk.outbox.claim(now=NOW + timedelta(days=1), most=1)
    come_in(rooms, invitation, code)
    later = NOW + timedelta(days=1)
    rooms.desk.outbox.sent(message.id, provider="twilio", provider_id="SM1", at=later)
    rooms.desk.outbox.receipt(
        provider="twilio", provider_id="SM1", state=State.DELIVERED, problem=None, at=later + timedelta(seconds=9)
    )
    notes = {Part.WORRIES: (SharedLine("the stairs are dark"),)}
    rooms.sharing.share(invitation["id"], Recipient.CHAIR, notes, language=Language.POLISH, at=later)

    told = york.get(f"/invitations/{invitation['id']}/status")

    assert told.json() == {
        "invitation_id": invitation["id"],
        "messages": [
            {
                "way": "sms",
                "state": "delivered",
                "queued_at": "2027-03-01T09:30:00Z",
                "sent_at": "2027-03-02T09:30:00Z",
                "settled_at": "2027-03-02T09:30:09Z",
                "problem": None,
            }
        ],
        "link_used_at": "2027-03-01T09:30:00Z",
        "opened_at": "2027-03-01T09:35:00Z",
        "locked": False,
        "withdrawn": False,
        "shared_with": [{"who": "chair", "at": "2027-03-02T09:30:00Z"}],
    }
    assert "stairs" not in told.text
    assert "worries" not in told.text


def test_what_was_taken_back_is_not_shown_as_shared(york, invitation, rooms):
    notes = {Part.WORRIES: (SharedLine("the stairs"),)}
    (shared,) = rooms.sharing.share(invitation["id"], Recipient.CHAIR, notes, language=Language.POLISH, at=NOW)
    rooms.sharing.withdraw(invitation["id"], shared.id, at=NOW)

    assert status(york, invitation)["shared_with"] == []


def test_five_wrong_codes_lock_it_and_the_key_can_unlock_it_with_another_code(york, invitation, rooms):
    code = send(york, invitation).json()["code"]
    assert york.post(f"/invitations/{invitation['id']}/unlock").status_code == 409  # it is not locked
    for _ in range(5):
        rooms.invitations.count_try(UUID(invitation["id"]), most=5, at=NOW)
    assert status(york, invitation)["locked"] is True

    unlocked = york.post(f"/invitations/{invitation['id']}/unlock")

    assert unlocked.status_code == 200
    assert unlocked.json()["code"] != code
    assert status(york, invitation)["locked"] is False
    come_in(rooms, invitation, unlocked.json()["code"])


def test_a_withdrawn_invitation_opens_nothing_until_a_new_link_is_sent(york, invitation, rooms):
    send(york, invitation)

    assert york.post(f"/invitations/{invitation['id']}/withdraw").status_code == 204

    assert status(york, invitation)["withdrawn"] is True
    assert york.post(f"/invitations/{invitation['id']}/unlock").status_code == 409
    assert send(york, invitation).status_code == 202
    assert status(york, invitation)["withdrawn"] is False


def test_no_link_is_sent_to_a_meeting_that_has_been(york, invitation, clock):
    clock.wait(days=30)

    answer = send(york, invitation)

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"


def test_no_answer_holds_a_links_token(york, invitation, rooms):
    """Whoever has link and code is in."""
    sent = send(york, invitation)
    token = rooms.desk.outbox.of_invitation(UUID(invitation["id"]))[0].body.split("/l/")[1].split()[0].rstrip(".")

    assert rooms.invitations.by_token_hash(hashed(token))
    for answer in (sent, york.get(f"/invitations/{invitation['id']}/status")):
        assert token not in answer.text
