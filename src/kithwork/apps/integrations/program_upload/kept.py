"""Where an upload of needs or volunteers stands: in the person's own session, for one school."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

from kithwork.apps.integrations.roster_upload import quarantine


@dataclass(slots=True)
class Kept:
    """One upload on its way: its folder in quarantine, and what its columns mean."""

    token: str
    name: str
    school_id: int
    columns: dict[str, Any] = field(default_factory=dict)


def _key(purpose: str) -> str:
    return f"program_upload_{purpose}"


def kept(request: HttpRequest, purpose: str) -> Kept | None:
    """The upload under way; None when there is none, or it was begun at another school."""
    raw = request.session.get(_key(purpose))
    found = Kept(**raw) if raw else None
    return found if found and found.school_id == request.viewer.school_id else None


def keep(request: HttpRequest, purpose: str, state: Kept) -> None:
    request.session[_key(purpose)] = asdict(state)


def begin(request: HttpRequest, purpose: str, files: list[Any]) -> Kept:
    """Put an upload in quarantine; one begun before and not finished is erased.

    Raises FileRefused when it is no list we can open.
    """
    forget(request, purpose)
    token = quarantine.keep(files)
    state = Kept(token, str(files[0].name)[:120], request.viewer.school_id)
    keep(request, purpose, state)
    return state


def forget(request: HttpRequest, purpose: str) -> None:
    raw = request.session.pop(_key(purpose), None)
    if raw:
        quarantine.forget(raw["token"])
