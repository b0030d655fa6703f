"""Signing in at the council's own sign-in: a real OpenID Connect provider for York, and another for Merton."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from bot import wiring
from bot.adapters.outside_sign_in import OutsideSignIn
from bot.settings import Settings, SignInWrong
from bot.staff.account import Account
from bot.staff.audit import Action, Entry, staff_subject
from bot.staff.sessions import NotSignedIn, Stage
from bot.web.app import create_app
from bot.web.staff.visit import COOKIE
from bot.wiring import Rooms, building
from tests.oidc.running import SECRET, Providers, providers
from tests.stores import KEY, NOW

DESK = "http://desk.example"


@pytest.fixture(scope="module")
def councils() -> Iterator[Providers]:
    with providers(DESK) as running:
        yield running


@pytest.fixture
def rooms(made, tmp_path: Path, clock, councils: Providers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """The house of the others here, and both councils have a sign-in of their own."""
    shutil.copy(made.database, tmp_path / "beforehand.db")
    monkeypatch.setattr(building, "load_shelf", lambda _: made.shelf)
    monkeypatch.setattr(building, "load_book", lambda *_: made.book)
    settings = Settings(data_dir=tmp_path, secret_key=KEY, public_url=DESK, sign_in=councils.settings())
    rooms = wiring.build(settings, clock=clock)
    yield rooms
    rooms.engine.dispose()


@pytest.fixture
def app(rooms: Rooms) -> FastAPI:
    return create_app(rooms)


class Browser(httpx.AsyncClient):
    """Goes from our pages to the provider's and back, as a person would who presses each page's first button."""

    def __init__(self, app: FastAPI) -> None:
        desk = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        super().__init__(mounts={DESK: desk}, follow_redirects=True, timeout=30)

    async def leave(self, council: str, query: str = "") -> httpx.Response:
        return await self.get(f"{DESK}/staff/outside/{council}{query}")

    async def sign_in(self, council: str, who: str, query: str = "") -> httpx.Response:
        """Leave for the council's sign-in, say who it is, agree; the page where that ends."""
        asked = await self.leave(council, query)
        asked = await self.press(asked, login=who, password="whatever")
        return await self.press(asked)

    async def press(self, page: httpx.Response, **typed: str) -> httpx.Response:
        action = re.search(r'<form[^>]+action="([^"]+)"', page.text)
        assert action is not None, page.text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        return await self.post(page.url.join(unescape(action[1])), data={**hidden, **typed})


@pytest_asyncio.fixture
async def browser(app: FastAPI) -> AsyncIterator[Browser]:
    async with Browser(app) as browser:
        yield browser


@pytest_asyncio.fixture
async def another_browser(app: FastAPI) -> AsyncIterator[Browser]:
    async with Browser(app) as browser:
        yield browser


def whoever_is_in(browser: Browser, rooms: Rooms) -> str | None:
    try:
        return rooms.desk.sessions.find(browser.cookies.get(COOKIE, ""), now=rooms.now()).account.name
    except NotSignedIn:
        return None


def newest(rooms: Rooms, council: str = "york") -> tuple[str, str, str]:
    line = rooms.desk.audit.newest(council, most=1)[0]
    return line.actor, line.action, line.subject


async def test_a_social_worker_comes_in_through_york_without_a_password_of_ours(browser, rooms, social_worker):
    page = await browser.sign_in("york", "petty")

    assert str(page.url) == f"{DESK}/staff"
    assert whoever_is_in(browser, rooms) == "Sam Petty"
    me = staff_subject(social_worker.id)
    assert (me, Action.SIGNED_IN.value, me) in {
        (line.actor, line.action, line.subject) for line in rooms.desk.audit.newest("york", most=3)
    }
    assert rooms.desk.accounts.get(social_worker.id).last_in == NOW


async def test_what_the_provider_is_asked_for_is_a_code_that_only_we_can_use(app, councils):
    """PKCE, state and nonce; and it is sent to our public address, whatever a request calls us."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://somebody.else.example") as client:
        gone = await client.get("/staff/outside/york")

    sent = {name: values[0] for name, values in parse_qs(urlsplit(gone.headers["location"]).query).items()}
    assert urlsplit(gone.headers["location"]).netloc == f"127.0.0.1:{councils.york}"
    assert sent["redirect_uri"] == f"{DESK}/staff/outside/york/back"
    assert (sent["response_type"], sent["code_challenge_method"], sent["scope"]) == ("code", "S256", "openid email")
    assert min(len(sent["state"]), len(sent["nonce"]), len(sent["code_challenge"])) >= 20


async def test_what_is_kept_in_between_no_other_page_gets_to_see(browser, app):
    asked = await browser.leave("york")
    kept = asked.history[0].headers["set-cookie"]

    assert all(part in kept.lower() for part in ("desk_outside=", "path=/staff/outside", "httponly", "samesite=lax"))
    elsewhere = await browser.get(f"{DESK}/staff/sign-in")
    assert "desk_outside" not in elsewhere.request.headers.get("cookie", "")
    assert "desk_outside" not in elsewhere.headers.get("set-cookie", "")


async def test_who_came_once_is_known_the_next_time_by_who_they_are_there(browser, another_browser, rooms):
    """Their e-mail address may change: after the first time nothing hangs on it."""
    await browser.sign_in("york", "petty")
    with rooms.engine.begin() as connection:
        connection.execute(text("UPDATE staff SET email_hash = 'another' WHERE outside_hash IS NOT NULL"))

    await another_browser.sign_in("york", "petty")

    assert whoever_is_in(another_browser, rooms) == "Sam Petty"


async def test_somebody_who_was_given_a_leavers_address_does_not_come_into_their_account(
    browser, another_browser, rooms
):
    await browser.sign_in("york", "petty")

    page = await another_browser.sign_in("york", "petty-the-second")

    assert (page.status_code, whoever_is_in(another_browser, rooms)) == (403, None)
    assert "You have no account here" in page.text


async def test_an_address_that_the_council_has_not_proven_opens_nothing(browser, rooms):
    page = await browser.sign_in("york", "unproven")

    assert (page.status_code, whoever_is_in(browser, rooms)) == (403, None)


async def test_a_provider_that_says_nothing_of_proof_is_believed_and_capitals_do_not_matter(browser, rooms):
    await browser.sign_in("york", "says-nothing")

    assert whoever_is_in(browser, rooms) == "Sam Petty"


@pytest.mark.parametrize("who", ["stranger", "nameless"])
async def test_whom_york_knows_and_we_do_not_gets_no_account(browser, rooms, who):
    before = rooms.desk.accounts.of("york")

    page = await browser.sign_in("york", who)

    assert (page.status_code, whoever_is_in(browser, rooms)) == (403, None)
    assert "Ask your council’s administrator" in page.text
    assert "nobody.we.know" not in page.text
    assert rooms.desk.accounts.of("york") == before
    assert newest(rooms) == ("nobody", "sign_in_refused", "council")


async def test_a_closed_account_stays_closed_whether_they_had_come_before_or_not(
    browser, another_browser, rooms, social_worker
):
    await browser.sign_in("york", "petty")
    rooms.desk.accounts.close(
        social_worker.id,
        entry=Entry(NOW, "york", "operator", Action.ACCOUNT_CLOSED, staff_subject(social_worker.id)),
    )

    for who in ("petty", "petty-the-second"):
        page = await another_browser.sign_in("york", who)
        assert (page.status_code, whoever_is_in(another_browser, rooms)) == (403, None)
        another_browser.cookies.clear()


async def test_merton_lets_in_its_own(browser, rooms):
    """Merton's says the e-mail address in the ID token itself."""
    await browser.sign_in("merton", "noor")

    assert whoever_is_in(browser, rooms) == "Noor Fenwick"


@pytest.mark.parametrize(("through", "who"), [("york", "noor"), ("merton", "petty")])
async def test_no_council_lets_anybody_into_another_councils_account(browser, rooms, through, who):
    page = await browser.sign_in(through, who)

    assert (page.status_code, whoever_is_in(browser, rooms)) == (403, None)
    assert newest(rooms, through) == ("nobody", "sign_in_refused", "council")


async def test_the_same_name_at_another_councils_sign_in_is_somebody_else(browser, another_browser, rooms):
    await browser.sign_in("york", "petty")

    page = await another_browser.sign_in("merton", "petty")

    assert (page.status_code, whoever_is_in(another_browser, rooms)) == (403, None)


async def test_whoever_turns_back_there_is_told_how_to_try_again(browser, rooms):
    asked = await browser.leave("york")
    turned_back = re.search(r'href="([^"]+/abort)"', asked.text)

    page = await browser.get(asked.url.join(unescape(turned_back[1])))

    assert (page.status_code, whoever_is_in(browser, rooms)) == (403, None)
    assert "You were not signed in" in page.text
    assert 'href="/staff/outside/york"' in page.text


async def _back_with_a_code(browser: Browser) -> httpx.URL:
    """Come as far as the address that York's sign-in sends the browser back to, and stop there."""
    asked = await browser.press(await browser.leave("york"), login="petty", password="whatever")
    browser.follow_redirects = False
    page = await browser.press(asked)
    while not str(page.headers["location"]).startswith(DESK):
        page = await browser.get(page.headers["location"])
    browser.follow_redirects = True
    return httpx.URL(page.headers["location"])


async def test_a_way_back_that_another_browser_began_signs_nobody_in(browser, another_browser, rooms):
    """Else somebody could be made to sit at a stranger's desk."""
    back = await _back_with_a_code(browser)

    page = await another_browser.get(back)

    assert (page.status_code, whoever_is_in(another_browser, rooms)) == (400, None)
    assert "Start signing in again" in page.text


async def test_a_way_back_opens_once(browser, rooms):
    back = await _back_with_a_code(browser)
    await browser.get(back)
    assert whoever_is_in(browser, rooms) == "Sam Petty"

    assert (await browser.get(back)).status_code == 400


async def test_a_way_back_without_a_way_there_is_told_to_start_again(browser, rooms):
    for query in ("", "?code=guessed&state=guessed", "?state=guessed", "?code="):
        page = await browser.get(f"{DESK}/staff/outside/york/back{query}")

        assert (page.status_code, whoever_is_in(browser, rooms)) == (400, None)


async def test_a_kept_cookie_that_somebody_wrote_themselves_is_none(browser, another_browser, rooms):
    back = await _back_with_a_code(browser)
    kept = browser.cookies.get("desk_outside")
    another_browser.cookies.set("desk_outside", kept[:-3] + "xyz", domain="desk.example", path="/staff/outside")

    assert (await another_browser.get(back)).status_code == 400


async def test_a_code_for_york_is_no_code_for_merton(browser, rooms):
    back = await _back_with_a_code(browser)

    page = await browser.get(str(back).replace("/outside/york/", "/outside/merton/"))

    assert (page.status_code, whoever_is_in(browser, rooms)) == (400, None)


def elsewhere(rooms: Rooms, councils: Providers, **other: object) -> None:
    """York's sign-in, with something about it set up wrongly."""
    wrong = councils.settings()["york"].model_copy(update=other)
    rooms.desk.outside = OutsideSignIn({"york": wrong}, address=DESK, councils=["york"], cookie_key="a key")


async def test_a_provider_that_is_down_is_nobodys_fault(browser, rooms, councils, caplog):
    elsewhere(rooms, councils, issuer="http://127.0.0.1:9")

    page = await browser.leave("york")

    assert page.status_code == 502
    assert "City of York did not answer as it should" in page.text
    assert "OutsideDown at " in caplog.text


@pytest.mark.parametrize("other", ["issuer", "client_secret"])
async def test_a_provider_that_is_set_up_wrongly_lets_nobody_in(browser, rooms, councils, other):
    """The one calls itself something else than we were told, to the other we are nobody."""
    wrong = {"issuer": f"http://localhost:{councils.york}", "client_secret": SecretStr("wrong")}
    elsewhere(rooms, councils, **{other: wrong[other]})

    page = await browser.sign_in("york", "petty")

    assert (page.status_code, whoever_is_in(browser, rooms)) == (502, None)
    assert "has to be set up" not in page.text
    assert "have to be set up for each other" in page.text


async def test_a_provider_that_says_it_is_broken_is_not_repeated(browser):
    for said in ("server_error", "temporarily_unavailable", "<script>"):
        page = await browser.get(f"{DESK}/staff/outside/york/back", params={"error": said, "error_description": said})

        assert page.status_code == 502
        assert said not in page.text


async def test_nothing_that_opens_anything_is_in_a_log(browser, rooms, caplog):
    caplog.set_level(logging.DEBUG)

    back = await _back_with_a_code(browser)
    await browser.get(back)

    assert whoever_is_in(browser, rooms) == "Sam Petty"
    browsers = ("httpx", "httpcore")  # what we ask the provider with is httpx2
    ours = "\n".join(each.getMessage() for each in caplog.records if each.name.split(".")[0] not in browsers)
    assert "GET /staff/outside/{council}/back 303" in ours
    secrets = [back.params["code"], back.params["state"], SECRET, "petty", "code_verifier", "id_token"]
    assert [secret for secret in secrets if secret in ours] == []


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/staff/conferences/new?first=1", "/staff/conferences/new?first=1"),
        ("https://somebody.example/", "/staff"),
    ],
)
async def test_they_are_led_back_to_where_they_were_and_never_out_of_the_desk(browser, wanted, led):
    page = await browser.sign_in("york", "petty", f"?next={wanted}")

    assert str(page.url) == f"{DESK}{led}"


async def test_the_sign_in_page_offers_it(browser):
    page = await browser.get(f"{DESK}/staff/sign-in", params={"next": "/staff/import"})

    assert "Sign in with City of York" in page.text
    assert 'href="/staff/outside/merton?next=/staff/import"' in page.text


async def test_where_no_council_has_one_none_is_offered(browser, rooms):
    rooms.desk.outside = OutsideSignIn({}, address=DESK, councils=["york"], cookie_key="a key")

    assert "Sign in with" not in (await browser.get(f"{DESK}/staff/sign-in")).text
    for address in ("/staff/outside/york", "/staff/outside/york/back?code=1&state=2"):
        page = await browser.get(f"{DESK}{address}")
        assert page.status_code == 404
        assert "This sign-in is not set up" in page.text


async def test_whoever_sat_there_before_is_out(browser, rooms, manager: Account):
    sitting = rooms.desk.sessions.start(manager.id, Stage.IN, now=NOW)
    browser.cookies.set(COOKIE, sitting, domain="desk.example", path="/staff")

    await browser.sign_in("york", "petty")

    assert whoever_is_in(browser, rooms) == "Sam Petty"
    with pytest.raises(NotSignedIn):
        rooms.desk.sessions.find(sitting, now=NOW)


def test_a_council_that_we_do_not_know_is_named_at_the_start(councils):
    with pytest.raises(SignInWrong, match=r"there is no council 'yrok'\. There are: merton, york"):
        OutsideSignIn(
            {"yrok": councils.settings()["york"]}, address=DESK, councils=["york", "merton"], cookie_key="a key"
        )
