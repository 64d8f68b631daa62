"""A real browser for the journeys: the machine's own Chromium, with ears for what must not happen."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from threading import Lock
from typing import Any
from urllib.parse import urlparse

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import testcases

PHONE, TABLET, LAPTOP = (390, 844), (820, 1180), (1366, 768)
SIZES = {"phone": PHONE, "tablet": TABLET, "laptop": LAPTOP}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise AssertionError(
        "No Chromium on this machine. `make test` installs it as root; else install `chromium`."
    )


class OneAtATime(testcases._MediaFilesHandler):
    """The server of the journeys on SQLite: its threads share one connection in memory, which two at once break.

    A worker that fetches its frames asks three things in one breath. The product's threads have a
    connection each. It is this handler that answers: uploads lie at "/", so every page goes past it first.
    """

    turn = Lock()

    def get_response(self, request: Any) -> Any:
        with self.turn:
            return super().get_response(request)


@pytest.fixture(scope="session", autouse=True)
def _one_at_a_time() -> None:
    """Before any server of a journey stands: a test may ask for its server before its browser."""
    if connection.vendor == "sqlite":
        testcases._MediaFilesHandler = OneAtATime


@pytest.fixture(scope="session", autouse=True)
def _kept_by_the_browser() -> None:
    """A story asks for a script or a style once, not on each of its pages: there are twenty to a page."""
    serve = StaticFilesHandler.serve

    def served(self: StaticFilesHandler, request: Any) -> Any:
        answer = serve(self, request)
        # A year: the clock of a story may stand months away from the browser's.
        answer.headers["Cache-Control"] = "max-age=31536000"
        return answer

    StaticFilesHandler.serve = served


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, and Django would refuse the ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield instance
        instance.close()


class Ears:
    """What a page said that it should not have: policy reports, errors, requests to elsewhere."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = []

    def listen(self, page: Any) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        # Beside a file, which names no icon, a browser asks for one by itself.
        if message.location.get("url", "").endswith("/favicon.ico"):
            return
        if message.type in {"error", "warning"} and not any(
            word in message.text for word in self.expected
        ):
            self.heard.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        asked = urlparse(request.url)
        if asked.scheme in {"chrome", "chrome-extension"}:  # how the browser itself shows a paper
            return
        if (host := asked.hostname) not in {"localhost", "127.0.0.1", None}:
            self.heard.append(f"request to {host}")


class Busy:
    """Requests the server still answers. The database is emptied after the last one, not under its hands."""

    def __init__(self) -> None:
        self.now = 0
        request_started.connect(self._began, weak=False)
        request_finished.connect(self._ended, weak=False)

    def _began(self, **_: Any) -> None:
        self.now += 1

    def _ended(self, **_: Any) -> None:
        self.now -= 1

    def wait(self, seconds: float = 5) -> None:
        end = time.monotonic() + seconds
        while self.now > 0 and time.monotonic() < end:
            time.sleep(0.01)
        self.now = 0


BUSY = Busy()


class Network:
    """What lies between the browser and its server, cut at both ends.

    A busy browser that is told it has no network now and then lets a request through all the same.
    """

    def __init__(self) -> None:
        self.is_cut = False

    def cut(self, page: Any) -> None:
        page.context.set_offline(True)
        self.is_cut = True

    def mend(self, page: Any) -> None:
        self.is_cut = False
        page.context.set_offline(False)


NETWORK = Network()


@pytest.fixture(scope="session", autouse=True)
def _hears_nothing_while_cut() -> None:
    handler = testcases.QuietWSGIRequestHandler
    parse = handler.parse_request

    def parse_request(self: Any) -> bool:
        is_sound: bool = parse(self) and not NETWORK.is_cut
        self.close_connection = self.close_connection or NETWORK.is_cut
        return is_sound

    handler.parse_request = parse_request


@pytest.fixture(autouse=True)
def _network_for_the_next() -> Iterator[None]:
    yield
    NETWORK.is_cut = False


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def page(browser: Any, ears: Ears) -> Iterator[Any]:
    """A fresh page at laptop size; the test fails if the page broke the policy, erred, or asked elsewhere."""
    context = browser.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    context.set_default_timeout(15_000)
    made = context.new_page()
    ears.listen(made)
    yield made
    context.close()
    BUSY.wait()
    assert ears.heard == []


def resize(page: Any, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def sign_in_as(page: Any, live_server: Any, viewer: Any) -> None:
    """Give the page the session of a viewer."""
    from django.conf import settings
    from django.test import Client

    from kithwork.apps.accounts.middleware import SESSION_KEY
    from kithwork.apps.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=viewer.user_id))
    session = client.session
    session[SESSION_KEY] = viewer.membership_id
    session.save()
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )


# A colour on its way from light to dark is neither: wait until all that will end has ended.
SETTLE = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const ends = (each) => each.effect.getComputedTiming().endTime !== Infinity;
  let moving = [];
  do {
    await Promise.all(moving.map((each) => each.finished.catch(() => null)));
    await frame();
    await frame();
    moving = document.getAnimations().filter((each) => each.playState === "running" && ends(each));
  } while (moving.length);
  await document.fonts.ready;
}"""


def settle(page: Any) -> None:
    """Wait until what was asked of the page is painted and nothing is in transition."""
    page.evaluate(SETTLE)


def wait_until(page: Any, true: str, seconds: float = 15) -> None:
    """Wait until an expression is true on the page.

    Playwright's own wait_for_function asks again by eval, which our policy rightly forbids: it works
    only where the first answer is yes, which is now and then.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(true):
        assert time.monotonic() < end, f"never came true on {page.url}: {true}"
        page.wait_for_timeout(50)


# What axe leaves out unless it is asked, and WCAG 2.2 AA has: targets of 24 px, or room around them.
# No page of ours plays by itself or locks a direction: what those two rules load beforehand is not loaded.
WITH_TARGETS = {
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}

# A second run, on the other engine, tells its stories and does not look at the same pages again (decision 0054).
LOOKED_AT_BEFORE = os.environ.get("KITHWORK_DATABASE_ONLY") == "1"


def assert_accessible(page: Any, what: str = "", options: dict[str, Any] = WITH_TARGETS) -> None:
    """No violation of WCAG A and AA, 2.2 included, nor of axe's best practice."""
    if LOOKED_AT_BEFORE:
        return
    from axe_playwright_python.sync_playwright import Axe

    settle(page)
    found = Axe().run(page, options=options).response["violations"]
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    assert not said, f"{what} {page.url}\n" + "\n".join(said)


def assert_fits(page: Any) -> None:
    """Nothing makes the page scroll sideways."""
    settle(page)
    width = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert width <= 1, f"{page.url} is {width} px wider than its window"
