"""What every test may ask for: the cast, a frozen clock, a signed-in client, the shared folder."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import kithwork.config  # noqa: F401  the right SQLite, before Django

# These machines are noisy: a property is never judged by its time.
# Where a change is let in, the same examples are tried each time: new ones are looked for at the desk.
hypothesis.settings.register_profile(
    "kithwork", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("kithwork")

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("KITHWORK_SHARED", HERE.parent / "shared"))
pytest_plugins = ["tests.browser"]
# They ask different things of the answers of one long walk (tests/house/walk.py), which a worker keeps.
WALKERS = tuple(
    f"tests/house/test_{name}.py" for name in ("access_table", "gates", "peer_lens", "titles")
)
# The second run opens every page with rows in it in one walk; of pages it asks these rooms once more (decision 0062).
PAGES_TOO = (
    "accounts",
    "consents",
    "entrances",
    "faults",
    "house",
    "jobs",
    "journeys",
    "observations",
)
_left_out: dict[str, int] = {}
_school: list[Any] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser stories last: they are the slowest, and a broken room says so sooner.

    With KITHWORK_DATABASE_ONLY=1, only what asks for a database: the rest ran on the other engine (decision 0054).
    """
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)
    if os.environ.get("KITHWORK_DATABASE_ONLY") != "1":
        return
    left = [item for item in items if not _asks_for_a_database(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if _asks_for_a_database(item)]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests go one by one to whichever worker is free; those that share the walk over every door stay together."""
    from xdist.scheduler import LoadScopeScheduling

    class OneByOne(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "the walk" if nodeid.startswith(WALKERS) else nodeid

    return OneByOne(config, log)


def _asks_for_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    asks = {"db", "transactional_db", "live_server", "django_db_setup"}
    if item.get_closest_marker("django_db") is None and not fixtures & asks:
        return False
    is_a_page = bool(fixtures & {"client", "client_for", "as_"})
    return not is_a_page or any(f"/{room}/" in item.nodeid for room in PAGES_TOO)


@pytest.fixture(scope="session", autouse=True)
def _walls() -> None:
    from tests.walls import let_tests_empty_the_database

    let_tests_empty_the_database()


@pytest.fixture(autouse=True)
def _quick_and_apart(
    settings: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: Any
) -> None:
    """A fast hasher, files of one's own, and no way out of this machine."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.QUARANTINE = tmp_path_factory.mktemp("quarantine")
    settings.TRAIL_END = tmp_path_factory.mktemp("trail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # A page that must not say Ada, or 90, does not say it by chance in the token of a form.
    monkeypatch.setattr("django.middleware.csrf.CSRF_ALLOWED_CHARS", "ZQ")
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture
def cast(db: None) -> Any:
    """Maple Street School, as if made anew."""
    from tests.cast import Cast
    from tests.snapshot import Snapshot

    if not _school:
        _school.append(Snapshot(Cast.build))
    return _school[0].lay_down()


@pytest.fixture
def frozen_now() -> Iterator[None]:
    """The cast's Monday morning, 9:30 at school."""
    import time_machine

    from tests.cast import NOW

    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client_for() -> Callable[[Any], Any]:
    """A client signed in as a viewer of the cast, in that viewer's role."""
    from django.test import Client

    return lambda viewer: _signed_in(Client(), viewer)


@pytest.fixture
def as_(client: Any) -> Callable[[Any], Any]:
    """The test's own client, signed in as a viewer of the cast; the same one again as somebody else."""
    return lambda viewer: _signed_in(client, viewer)


def _signed_in(client: Any, viewer: Any) -> Any:
    from kithwork.apps.accounts.middleware import SESSION_KEY
    from kithwork.apps.accounts.models import User

    client.force_login(User.objects.get(pk=viewer.user_id))
    session = client.session
    session[SESSION_KEY] = viewer.membership_id
    session.save()
    return client


@pytest.fixture
def shared(request: pytest.FixtureRequest) -> Path:
    """The folder of real files beside the checkout. Without it, the test is left out and said so."""
    if not SHARED.is_dir():
        leave_out("the shared folder of real files is not beside this checkout")
    return SHARED


def leave_out(why: str) -> None:
    _left_out[why] = _left_out.get(why, 0) + 1
    pytest.skip(why)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for why, count in _left_out.items():
        terminalreporter.write_line(
            f"LEFT OUT: {count} tests, because {why}.", yellow=True, bold=True
        )
