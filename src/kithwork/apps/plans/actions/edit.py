"""Editing a draft: every change has a person, a sentence and a way back, and none overwrites another's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.plans.current import as_rows, problem_of, sessions_of
from kithwork.apps.plans.models import Draft, DraftEdit
from kithwork.apps.plans.policies import may_edit_draft
from kithwork.apps.plans.wording import Names, violation_sentence
from kithwork.apps.trail.actions import action, note
from kithwork.matching import Session, Violation, fixes_for, violations

PARTS = ("sessions", "locks", "allowances", "left_open")
# Soft rule -> the allowance that makes it hold, and where its number is.
RAISES = {
    "weekly_limit": "raise_sessions",
    "daily_limit": "raise_day",
    "partner_limit": "raise_partners",
    "lunch_limit": "raise_lunches",
    "supervision": "raise_supervision",
    "team_too_large": "raise_team",
    "too_often": "raise_need",
    "wrong_size": "resize",
}


def _edit(
    draft: Draft,
    *,
    version: int,
    what: str,
    sentence: str,
    change: Callable[[Draft], None],
    by: Viewer,
) -> Draft:
    """Apply one change if nobody else changed the draft since `version`; keep what it was before.

    Raises Refused if `by` may not edit, Conflict when the draft moved on, Problem when it is published.
    """
    require(may_edit_draft(by, draft))
    draft = Draft.objects.select_for_update().select_related("ask").get(pk=draft.pk)
    if draft.status != Draft.Status.OPEN:
        raise Problem("This plan is published or put away. Ask for a new plan to change it.")
    if draft.version != version:
        since = list(draft.edits.filter(version__gt=version).select_related("by"))
        raise Conflict(
            "Somebody changed this plan while you were looking at it.", theirs=since, yours=sentence
        )
    before = {part: getattr(draft, part) for part in PARTS}
    change(draft)
    changed = [part for part in PARTS if getattr(draft, part) != before[part]]
    if not changed:
        raise Problem("That changes nothing in this plan.")
    draft.version += 1
    draft.save(update_fields=[*changed, "version"])
    DraftEdit.objects.create(
        draft=draft,
        version=draft.version,
        by_id=by.user_id,
        what=what,
        sentence=sentence[:300],
        before={part: before[part] for part in changed},
        after={part: getattr(draft, part) for part in changed},
    )
    note(what=what, version=draft.version)
    return draft


@action("plan.try_fix")
def try_fix(draft: Draft, *, need: str, kind: str, version: int, by: Viewer) -> Draft:
    """Apply one of the fixes offered for an open need, exactly as it was found."""
    require(may_edit_draft(by, draft))
    _known(draft, need)
    fixes = fixes_for(problem_of(draft), sessions_of(draft), need)
    fix = next((one for one in fixes if one.kind == kind), None)
    if (fix is None and draft.version == version) or kind == "leave_open":
        raise Problem("This fix is no longer possible. Look at the others, or leave the need open.")

    def change(held: Draft) -> None:
        if fix is None:
            return
        gone = {(one.need, one.slot) for one in fix.remove}
        kept = [one for one in sessions_of(held) if (one.need, one.slot) not in gone]
        held.sessions = as_rows([*kept, *fix.add])
        if fix.kind != "rearrange":
            held.allowances = [*held.allowances, _allowance(fix.kind, dict(fix.change), "", by)]

    names = Names(draft)
    return _edit(
        draft, version=version, what="fix", sentence=names.need_met(need), change=change, by=by
    )


def _allowance(kind: str, change: dict[str, Any], why: str, by: Viewer) -> dict[str, Any]:
    return {"kind": kind, "change": change, "why": why, "by": by.user_id}


@action("plan.swap_peer")
def swap_peer(
    draft: Draft,
    *,
    need: str,
    slot: int,
    out: str,
    into: str,
    version: int,
    by: Viewer,
    anyway: str = "",
    every_time: bool = False,
) -> Draft:
    """Put another peer in one session (`out` empty: add one; `into` empty: take one away).

    With `every_time`, in each session of the week in which `out` meets this need (`out` empty: in each of
    the need). Every rule this would break is said at once. Limits may be raised with a reason (`anyway`);
    that somebody is elsewhere, kept apart or in two places may not. Raises Problem with all the sentences.
    """
    require(may_edit_draft(by, draft))
    _known(draft, need, slot)
    names = Names(draft)
    slots = _times_of(sessions_of(draft), need, out) | {slot} if every_time else {slot}

    def change(held: Draft) -> None:
        before = after = sessions_of(held)
        for one in sorted(slots):
            after = _with_swap(after, need, one, out, into)
        broken = _newly_broken(held, before, after)
        hard = [one for one in broken if one.is_hard]
        if hard or (broken and not anyway.strip()):
            said = dict.fromkeys(violation_sentence(one, names) for one in broken)
            raise Problem(" ".join(said))
        held.sessions = as_rows(after)
        held.locks = [one for one in held.locks if one not in [[need, at, out] for at in slots]]
        _raise_limits(held, before, after, need, anyway.strip(), by)

    sentence = names.swapped(need, sorted(slots), out, into)
    return _edit(draft, version=version, what="swap", sentence=sentence, change=change, by=by)


def _times_of(sessions: Sequence[Session], need: str, peer: str) -> set[int]:
    """When this need meets with `peer`; with nobody named, whenever it meets."""
    return {one.slot for one in sessions if one.need == need and (not peer or peer in one.peers)}


def _raise_limits(
    held: Draft,
    before: Sequence[Session],
    after: Sequence[Session],
    need: str,
    why: str,
    by: Viewer,
) -> None:
    """Let each limit that `after` goes over hold, one step at a time, until none is left."""
    while broken := _newly_broken(held, before, after):
        rows = [_allowance(*_raised(held, one, after, need), why, by) for one in broken]
        held.allowances = [*held.allowances, *rows]


def _with_swap(
    sessions: Sequence[Session], need: str, slot: int, out: str, into: str
) -> tuple[Session, ...]:
    after, found = [], False
    for one in sessions:
        if (one.need, one.slot) != (need, slot):
            after.append(one)
            continue
        found = True
        peers = [peer for peer in one.peers if peer != out] + ([into] if into else [])
        if peers:
            after.append(Session(need, slot, tuple(peers)))
    if not found and into:
        after.append(Session(need, slot, (into,)))
    return tuple(after)


def _newly_broken(
    draft: Draft, before: Sequence[Session], after: Sequence[Session]
) -> list[Violation]:
    problem = problem_of(draft)
    already = {(one.code, one.need, one.slot, one.peer) for one in violations(problem, before)}
    return [
        one
        for one in violations(problem, after)
        if (one.code, one.need, one.slot, one.peer) not in already and one.code != "lock"
    ]


def _raised(
    draft: Draft, one: Violation, after: Sequence[Session], need: str
) -> tuple[str, dict[str, Any]]:
    """The allowance under which a limit broken by a change to `need` holds."""
    kind = RAISES[one.code]
    if kind == "raise_supervision":
        rows = draft.ask.problem["needs"]
        group = next(row["supervision"] for row in rows if row["id"] == need)
        return kind, {"supervision": group, "to": one.limit + 1}
    if kind == "resize":
        here = next(s for s in after if (s.need, s.slot) == (one.need, one.slot))
        return kind, {"need": one.need, "to": len(here.peers)}
    about = "need" if kind in {"raise_team", "raise_need"} else "peer"
    return kind, {about: getattr(one, about), "to": one.limit + 1}


def _known(draft: Draft, need: str, slot: int = 0) -> None:
    """Raises Problem for a need or a time this draft does not have."""
    people = draft.ask.people
    slots = len(people["days"]) * len(people["periods"])
    if need not in people["needs"] or not 0 <= slot < slots:
        raise Problem("This need or this time is not part of this plan. Open the plan again.")


@action("plan.lock")
def lock(draft: Draft, *, need: str, slot: int, version: int, by: Viewer) -> Draft:
    """Keep a session with its peers as it is, in this draft and when matching again."""
    here = next(
        (one for one in draft.sessions if one["need"] == need and one["slot"] == slot), None
    )
    if here is None:
        raise Problem("There is no session here to keep.")

    def change(held: Draft) -> None:
        new = [[need, slot, peer] for peer in here["peers"]]
        held.locks = held.locks + [one for one in new if one not in held.locks]

    sentence = Names(draft).kept(need, slot)
    return _edit(draft, version=version, what="lock", sentence=sentence, change=change, by=by)


@action("plan.unlock")
def unlock(draft: Draft, *, need: str, slot: int, version: int, by: Viewer) -> Draft:
    """Let a session change again when matching."""

    def change(held: Draft) -> None:
        held.locks = [one for one in held.locks if one[:2] != [need, slot]]

    sentence = Names(draft).let_go(need, slot)
    return _edit(draft, version=version, what="unlock", sentence=sentence, change=change, by=by)


@action("plan.leave_open")
def leave_open(draft: Draft, *, need: str, version: int, by: Viewer, why: str = "") -> Draft:
    """Accept that a need stays open in this plan; it is counted, and asked about no more."""
    _known(draft, need)

    def change(held: Draft) -> None:
        held.left_open = [*held.left_open, need] if need not in held.left_open else held.left_open

    sentence = f"{Names(draft).left_open(need)} {why.strip()}".strip()
    return _edit(draft, version=version, what="leave_open", sentence=sentence, change=change, by=by)


@action("plan.reopen")
def reopen(draft: Draft, *, need: str, version: int, by: Viewer) -> Draft:
    """Count a need that was left open as waiting again."""

    def change(held: Draft) -> None:
        held.left_open = [one for one in held.left_open if one != need]

    sentence = Names(draft).opened_again(need)
    return _edit(draft, version=version, what="reopen", sentence=sentence, change=change, by=by)


@action("plan.undo_edit")
def undo_edit(draft: Draft, *, version: int, by: Viewer) -> Draft:
    """Take back the latest edit that stands, as far back as there are any. It survives a reload."""
    standing = draft.edits.filter(undone_by_version__isnull=True).exclude(what="undo")
    latest = standing.first()
    if latest is None:
        raise Problem("There is nothing left to undo in this plan.")

    def change(held: Draft) -> None:
        for part, value in latest.before.items():
            setattr(held, part, value)

    draft = _edit(
        draft,
        version=version,
        what="undo",
        sentence=f"Undone: {latest.sentence}",
        change=change,
        by=by,
    )
    DraftEdit.objects.filter(pk=latest.pk).update(undone_by_version=draft.version)
    return draft
