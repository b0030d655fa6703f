"""What an administrator sees of what was done at their council."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from bot.staff.audit import Action, Entry, conference_subject
from bot.web.pages import STATIC
from tests.stores import NOW

CASE = uuid4()
TEMPLATES = STATIC.parent / "templates"


@pytest.fixture
def do(rooms, social_worker):
    """Something was done; by the social worker, to the case, where nothing else is said."""
    actor, subject = f"staff:{social_worker.id}", conference_subject(CASE)

    def add(action: Action, *, actor: str = actor, subject: str = subject, council: str = "york") -> None:
        rooms.desk.audit.add(Entry(NOW, council, actor, action, subject))

    return add


def rows(page: str) -> list[list[str]]:
    body = page.split("<tbody", 1)[1].split("</tbody>", 1)[0]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]


def test_an_administrator_reads_who_did_what_with_the_newest_first(administrators_desk, do):
    do(Action.CONFERENCE_ADDED)
    do(Action.LINK_SENT)

    page = administrators_desk.get("/staff/audit")

    assert page.status_code == 200
    assert rows(page.text)[:3] == [
        ["Monday 1 March 2027 at 9:30am", "Ada Wren", "looked at the audit", "the council"],
        ["Monday 1 March 2027 at 9:30am", "Sam Petty", "sent a link", f"conference {CASE}"],
        ["Monday 1 March 2027 at 9:30am", "Sam Petty", "added a conference", f"conference {CASE}"],
    ]


def test_those_who_are_no_person_of_the_council_are_told_in_words(administrators_desk, do):
    key = uuid4()
    do(Action.SIGN_IN_REFUSED, actor="nobody", subject="council")
    do(Action.CONFERENCE_ADDED, actor=f"key:{key}")
    do(Action.ACCOUNT_MADE, actor="operator", subject="staff:00000000-0000-4000-8000-000000000002")

    shown = rows(administrators_desk.get("/staff/audit").text)

    assert [row[1] for row in shown[1:4]] == [
        "Whoever runs the server",
        f"Case system {key}",
        "Nobody who was signed in",
    ]
    assert shown[1][2:] == ["made an account", "Anna Field"]


def test_one_persons_lines_are_found(administrators_desk, do, manager, social_worker):
    do(Action.CODE_SEEN)
    do(Action.SHARED_READ, actor=f"staff:{manager.id}")

    page = administrators_desk.get("/staff/audit", params={"who": f"staff:{social_worker.id}"})

    assert [row[1:3] for row in rows(page.text)] == [["Sam Petty", "looked at a code"]]
    assert f'<option value="staff:{social_worker.id}" selected>' in page.text


def test_looking_for_one_person_is_written_down_with_whom_it_was_about(administrators_desk, rooms, social_worker):
    administrators_desk.get("/staff/audit", params={"who": f"staff:{social_worker.id}"})

    line = rooms.desk.audit.newest("york", most=1)[0]
    assert (line.action, line.subject) == ("audit_seen", f"staff:{social_worker.id}")


def test_somebody_made_up_is_not_written_down(administrators_desk, rooms):
    page = administrators_desk.get("/staff/audit", params={"who": "Ms Winter"})

    assert "There is nothing here" in page.text
    assert rooms.desk.audit.newest("york", most=1)[0].subject == "council"


def test_older_lines_are_a_page_further_on(administrators_desk, do):
    for _ in range(70):
        do(Action.CONFERENCE_SEEN)

    first = administrators_desk.get("/staff/audit", params={"who": "staff:00000000-0000-4000-8000-000000000001"})
    older = re.search(r'rel="next" href="([^"]+)"', first.text)
    second = administrators_desk.get(older[1].replace("&amp;", "&"))

    assert (len(rows(first.text)), len(rows(second.text))) == (50, 20)
    assert 'rel="next"' not in second.text
    assert "Back to the newest" in second.text


def test_another_councils_lines_are_not_there(administrators_desk, do, of_merton):
    do(Action.SHARED_READ, actor=f"staff:{of_merton.id}", council="merton")

    page = administrators_desk.get("/staff/audit").text

    assert "read what was shared" not in page.split("<tbody", 1)[1]
    assert str(of_merton.id) not in page
    assert "There is nothing here" in administrators_desk.get(f"/staff/audit?who=staff:{of_merton.id}").text


@pytest.mark.parametrize("before", ["0", "-1", "99999999999", "x"])
def test_a_page_that_cannot_be_is_refused(administrators_desk, before):
    assert administrators_desk.get("/staff/audit", params={"before": before}).status_code == 400


def test_it_is_an_administrators_page(social_workers_desk, managers_desk, nobodys_desk):
    assert social_workers_desk.get("/staff/audit").status_code == 403
    assert managers_desk.get("/staff/audit").status_code == 403
    assert nobodys_desk.get("/staff/audit").url.path == "/staff/sign-in"


def test_every_action_has_words():
    """What has none would be shown by its name."""
    source = (TEMPLATES / "staff" / "audit.html").read_text("utf-8")
    worded = set(re.findall(r'^  "(\w+)": "', source, re.MULTILINE))

    assert {action.value for action in Action} - worded == set()
