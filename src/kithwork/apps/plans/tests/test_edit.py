"""Editing a draft: every rule said, every step undone exactly, nobody overwritten."""

from __future__ import annotations

import random

import pytest

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.plans import actions
from kithwork.apps.plans.actions.edit import PARTS
from kithwork.apps.plans.current import allow, as_rows, problem_of, sessions_of
from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.apps.plans.queries import need_panel, session_panel
from kithwork.apps.plans.tests.planning import FIRST, LAST, balanced, names_in, need_id
from kithwork.apps.trail.models import TrailEntry
from kithwork.matching import fixes_for, generate_school, solve, violations
from kithwork.matching.plan import as_json as plan_json
from kithwork.matching.problem import as_json

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def short_of_peers(cast) -> Draft:
    """Only Ben, three times a week, for Ada's five: two of her times stay open."""
    Volunteer.objects.filter(pk=cast.sora_volunteer.pk).delete()
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(max_sessions=3)
    return balanced(cast.rosa)


def open_need(draft: Draft) -> str:
    held = [row["need"] for row in draft.sessions]
    return next(
        row["id"] for row in draft.ask.problem["needs"] if held.count(row["id"]) < row["sessions"]
    )


def state(draft: Draft) -> dict[str, object]:
    draft = Draft.objects.get(pk=draft.pk)
    return {part: getattr(draft, part) for part in PARTS}


def test_a_fix_is_offered_tried_and_undone(cast):
    draft = short_of_peers(cast)
    need = open_need(draft)
    before, panel = state(draft), need_panel(draft, need)
    raise_week = next(fix for fix in panel.fixes if fix.kind == "raise_sessions")
    assert raise_week.title == "Ben: 4 sessions a week"
    assert "limit of sessions" in panel.why

    edited = actions.try_fix(draft, need=need, kind="raise_sessions", version=1, by=cast.rosa)

    assert len(edited.sessions) == len(before["sessions"]) + 1
    assert list(violations(problem_of(edited), sessions_of(edited))) == []
    assert edited.allowances[0]["by"] == cast.rosa.user_id
    undone = actions.undo_edit(edited, version=2, by=cast.rosa)
    assert state(undone) == before
    assert undone.version == 3
    with pytest.raises(Problem, match="nothing left to undo"):
        actions.undo_edit(undone, version=3, by=cast.rosa)


def test_leaving_open_is_not_a_fix_and_can_be_taken_back(cast):
    draft = short_of_peers(cast)
    need = open_need(draft)
    assert "leave_open" not in {fix.kind for fix in need_panel(draft, need).fixes}
    with pytest.raises(Problem):
        actions.try_fix(draft, need=need, kind="leave_open", version=1, by=cast.rosa)

    draft = actions.leave_open(draft, need=need, version=1, by=cast.rosa, why="Trip in May.")
    assert draft.left_open == [need]
    assert draft.edits.first().sentence.endswith("is left open. Trip in May.")
    assert need_panel(draft, need).is_left_open

    draft = actions.reopen(draft, need=need, version=2, by=cast.rosa)
    assert draft.left_open == []


def test_a_swap_says_every_broken_rule_and_limits_may_be_raised_with_a_reason(cast):
    draft = balanced(cast.rosa)
    ids, lunch = names_in(draft), need_id(draft, cast.malik_science)
    ben = ids[cast.ben.pk]
    here = next(row for row in draft.sessions if row["need"] == lunch and ben not in row["peers"])
    swap = {"need": lunch, "slot": here["slot"], "out": here["peers"][0], "into": ben}

    with pytest.raises(Problem) as refused:
        actions.swap_peer(draft, **swap, version=1, by=cast.rosa)
    assert "Ben would have more than 5 sessions a week." in str(refused.value)
    assert "Ben would have more than 2 sessions on" in str(refused.value)
    assert state(draft)["sessions"] == draft.sessions

    edited = actions.swap_peer(draft, **swap, version=1, by=cast.rosa, anyway="Ben asked for it")
    assert {one["kind"] for one in edited.allowances} == {"raise_sessions", "raise_day"}
    assert {one["why"] for one in edited.allowances} == {"Ben asked for it"}
    assert list(violations(problem_of(edited), sessions_of(edited))) == []


def test_a_swap_may_reach_each_time_of_the_week(cast):
    draft = balanced(cast.rosa)
    ids, lunch = names_in(draft), need_id(draft, cast.malik_science)
    ben = ids[cast.ben.pk]
    rows = [one for one in draft.sessions if one["need"] == lunch]
    out = next(peer for one in rows for peer in one["peers"] if peer != ben)
    with_out = {one["slot"] for one in rows if out in one["peers"]}
    assert len(with_out) > 1
    swap = {"need": lunch, "slot": min(with_out), "out": out, "into": ben, "every_time": True}

    edited = actions.swap_peer(draft, **swap, version=1, by=cast.rosa, anyway="Ben asked for it")
    after = {one["slot"]: one["peers"] for one in edited.sessions if one["need"] == lunch}
    assert all(ben in after[slot] and out not in after[slot] for slot in with_out)
    assert list(violations(problem_of(edited), sessions_of(edited))) == []
    assert f"and {len(with_out) - 1} more a week" in edited.edits.first().sentence

    back = actions.undo_edit(edited, version=2, by=cast.rosa)
    assert (back.sessions, back.allowances) == (draft.sessions, draft.allowances)


def test_truth_and_safety_are_never_overridden(cast):
    draft = balanced(cast.rosa)
    ids, art = names_in(draft), need_id(draft, cast.ada_art)
    here = next(row for row in draft.sessions if row["need"] == art)

    with pytest.raises(Problem, match="Lena and Ada are not to be paired"):
        actions.swap_peer(
            draft, need=art, slot=here["slot"], out=here["peers"][0], into=ids[cast.lena.pk],
            version=1, by=cast.rosa, anyway="It will be fine",
        )  # fmt: skip
    with pytest.raises(Problem, match="does not offer to partner"):
        actions.swap_peer(
            draft, need=art, slot=here["slot"], out=here["peers"][0], into=ids[cast.malik.pk],
            version=1, by=cast.rosa, anyway="It will be fine",
        )  # fmt: skip


@pytest.mark.parametrize(("need", "slot"), [("nobody", 0), (None, 9999)])
def test_a_need_or_time_of_another_plan_is_said(cast, need, slot):
    draft = balanced(cast.rosa)
    need = need or need_id(draft, cast.ada_art)
    with pytest.raises(Problem, match="not part of this plan"):
        actions.swap_peer(draft, need=need, slot=slot, out="", into="x", version=1, by=cast.rosa)


def test_two_people_editing_see_both_and_lose_nothing(cast):
    draft = balanced(cast.rosa)
    first, second = draft.sessions[0], draft.sessions[-1]
    actions.lock(draft, need=first["need"], slot=first["slot"], version=1, by=cast.rosa)

    with pytest.raises(Conflict) as conflict:
        actions.lock(draft, need=second["need"], slot=second["slot"], version=1, by=cast.rosa)

    assert conflict.value.theirs == list(draft.edits.all())
    assert len(conflict.value.theirs) == 1
    assert "is kept as it is" in conflict.value.yours
    assert len(state(draft)["locks"]) == len(first["peers"])


def test_a_locked_session_stays_when_matching_again(cast):
    draft = balanced(cast.rosa)
    art = need_id(draft, cast.ada_art)
    here = next(row for row in draft.sessions if row["need"] == art)
    draft = actions.lock(draft, need=art, slot=here["slot"], version=1, by=cast.rosa)

    again = actions.ask_again(draft, by=cast.rosa)

    rows = again.people
    locked = [
        (rows["needs"][need], slot, rows["students"][peer])
        for need, slot, peer in again.problem["locks"]
    ]
    assert locked == [(cast.ada_art.pk, here["slot"], cast.ben.pk)]
    assert len(rows["keep"]) == len(draft.sessions)


@pytest.mark.parametrize("person", ["tess", "ines", "tomas", "pia", "ben_viewer", "marta", "zed"])
def test_only_the_schools_coordinator_edits(cast, person):
    draft = balanced(cast.rosa)
    here = draft.sessions[0]
    with pytest.raises(Refused):
        actions.lock(
            draft, need=here["need"], slot=here["slot"], version=1, by=getattr(cast, person)
        )
    assert not TrailEntry.objects.filter(verb="plan.lock").exists()


def test_why_this_pair_and_why_not_that_one(cast):
    draft = balanced(cast.rosa)
    art = need_id(draft, cast.ada_art)
    here = next(row for row in draft.sessions if row["need"] == art)

    panel = session_panel(draft, art, here["slot"])

    assert [one.person.called for one in panel.partners] == ["Ben"]
    assert "the student asked for this partner" in panel.partners[0].reasons
    assert "Lena" not in {one.person.called for one in panel.others}
    assert session_panel(draft, "nobody", 0) is None


# --------------------------------------------------------------- random lives


def generated(cast, seed: int) -> Draft:
    """A draft of a made-up school: its ids lead to no rows, which the sentences bear."""
    problem = generate_school(students=60, seed=seed)
    plan = solve(problem, aim="balanced", iterations=300, seed=seed)
    far = 10**6
    people = {
        "students": {one.id: far + place for place, one in enumerate(problem.students)},
        "needs": {one.id: far + place for place, one in enumerate(problem.needs)},
        "days": [{"cycle_day": str(d), "label": str(d)} for d in range(problem.days)],
        "periods": [
            {"label": str(p), "kind": "class", "starts": f"{8 + p:02d}:00"}
            for p in range(problem.periods)
        ],
    }
    ask = PlanAsk.objects.create(
        school=cast.school, starts_on=FIRST, ends_on=LAST, problem=as_json(problem), people=people
    )
    return Draft.objects.create(
        ask=ask, school=cast.school, aim="balanced", number=1,
        plan=plan_json(plan.with_changes(sessions=())), sessions=as_rows(plan.sessions),
    )  # fmt: skip


def _step(draft: Draft, pick: random.Random, by: object) -> Draft:
    """One random edit; Problem when it does nothing or may not be."""
    here, version = pick.choice(draft.sessions), draft.version
    at = {"need": here["need"], "slot": here["slot"]}
    peers = [one["student"] for one in draft.ask.problem["peers"]]
    unmet = [row["need"] for row in draft.plan["unmet"]] or [here["need"]]
    do = pick.choice(["lock", "unlock", "open", "swap", "add", "away", "fix"])
    if do in {"lock", "unlock"}:
        return getattr(actions, do)(draft, **at, version=version, by=by)
    if do == "open":
        return actions.leave_open(draft, need=pick.choice(unmet), version=version, by=by)
    if do == "fix":
        need = pick.choice(unmet)
        kinds = [f.kind for f in fixes_for(problem_of(draft), sessions_of(draft), need)]
        return actions.try_fix(
            draft, need=need, kind=pick.choice(kinds or ["train"]), version=version, by=by
        )
    out = "" if do == "add" else here["peers"][0]
    into = "" if do == "away" else pick.choice(peers)
    at |= {"out": out, "into": into, "every_time": pick.random() < 0.3}
    return actions.swap_peer(draft, **at, version=version, by=by, anyway="why")


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_keep_every_rule_and_undo_exactly(cast, seed):
    pick, draft = random.Random(seed), generated(cast, seed)
    seen, done = [state(draft)], 0
    for _ in range(60):
        if done >= 22:
            break
        try:
            draft = _step(draft, pick, cast.rosa)
        except Problem:
            assert state(draft) == seen[-1]
            continue
        done += 1
        left = [str(one) for one in violations(problem_of(draft), sessions_of(draft))]
        assert left == []
        seen.append(state(draft))
    assert done >= 10
    for before in reversed(seen[:-1]):
        draft = actions.undo_edit(draft, version=draft.version, by=cast.rosa)
        assert state(draft) == before


def test_every_kind_of_fix_holds_under_its_allowance():
    """Applying a fix as the room does gives a sound plan, whatever it raises."""
    kinds = set()
    for seed in range(6):
        problem = generate_school(students=80, seed=seed)
        plan = solve(problem, aim="time", iterations=200, seed=seed)
        for unmet in plan.unmet[:12]:
            for fix in fixes_for(problem, plan, unmet.need):
                if fix.kind == "leave_open":
                    continue
                gone = {(one.need, one.slot) for one in fix.remove}
                after = [one for one in plan.sessions if (one.need, one.slot) not in gone]
                held = allow(problem, fix.kind, dict(fix.change)) if fix.change else problem
                assert list(violations(held, [*after, *fix.add])) == [], fix
                kinds.add(fix.kind)
    assert {"train", "raise_sessions"} <= kinds
