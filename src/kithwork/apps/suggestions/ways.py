"""What may be done about a suggestion: each way with what it changes in the run. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kithwork.apps.measures.models import Goal
from kithwork.apps.runs.models import Draw, Participant, Run
from kithwork.apps.runs.queries import playbook_here
from kithwork.apps.suggestions.models import Suggestion
from kithwork.apps.training.models import Meeting, Rehearsal

# What accepting does by itself: a phase line, a level down or up, another phase, a pause; or opens a page; or
# is only kept, because it happens between people.
Does = Literal["line", "level_down", "level_up", "maintenance", "pause", "page", "kept"]
DO_IT, INSTEAD, KEEP = "do_it", "instead", "keep"


@dataclass(frozen=True, slots=True)
class Act:
    """What accepting one kind of suggestion does. ``done`` tells from the rows whether the page's work is done."""

    title: str | Promise
    does: Does = "kept"
    page: str = ""
    done: Callable[[Suggestion, datetime], bool] | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One choice on the card: its key, what it says, and what it leads to."""

    key: str
    title: str
    detail: str
    does: Does = "kept"


def _drawn(one: Suggestion, since: datetime) -> bool:
    return Draw.objects.filter(
        run=one.run_id, drawn_at__gte=since, dropped_at__isnull=True
    ).exists()


def _joined(one: Suggestion, since: datetime) -> bool:
    rows = Participant.objects.filter(run=one.run_id, joined_on__gte=since.date())
    return rows.exclude(joined_on=one.run.starts_on if one.run else None).exists()


def _goal_set(one: Suggestion, since: datetime) -> bool:
    return Goal.objects.filter(measure=one.measure_id, set_at__gte=since).exists()


def _met_again(one: Suggestion, since: datetime) -> bool:
    """A meeting that was laid out, or a role-play, of one of the run's students since then."""
    people = Participant.objects.filter(run=one.run_id).values("student_id")
    on = since.date()
    return (
        Rehearsal.objects.filter(student__in=people, on__gte=on).exists()
        or Meeting.objects.filter(seats__student__in=people, on__gte=on, called_off=False).exists()
    )


_DRAW = Act(_("Draw new pairs"), "page", "runs:draw", _drawn)
_PEOPLE = Act(_("Change who takes part"), "page", "runs:people", _joined)
_LINE = Act(_("Change it, with a phase line from today"), "line")

ACTS: dict[str, Act] = {
    "draw_pairs_and_teams": Act(_("Draw new pairs and teams"), "page", "runs:draw", _drawn),
    "rank_and_draw_again": Act(_("Rank and draw again"), "page", "runs:draw", _drawn),
    "draw_pairs": _DRAW,
    "draw_again": _DRAW,
    "swap_pair_early": Act(_("Swap the pair early"), "page", "runs:draw", _drawn),
    "rebalance_or_contest_off": Act(_("Balance the teams again"), "page", "runs:draw", _drawn),
    "match_again": Act(_("Think of another match"), "page", "runs:people", _joined),
    "add_a_third": Act(_("Add a spare partner"), "page", "runs:people", _joined),
    "rotate_role": Act(_("Change roles"), "page", "runs:people"),
    "invite_another_peer": Act(_("Invite another peer"), "page", "runs:people", _joined),
    "coach_missed_items": Act(_("Coach the missed steps for ten minutes"), "line"),
    "stop_and_teach_again": Act(_("Pause it, and teach the steps again"), "pause"),
    "teach_item_again": Act(_("Teach that one step again"), "line"),
    "booster_lesson": Act(_("Hold a short booster"), "page", "training:training", _met_again),
    "teach_one_strategy_again": Act(_("Teach one strategy again"), "line"),
    "teach_lower_rung": Act(_("Teach a lower rung, and wait longer"), "line"),
    "rebalance_template": Act(_("Share out the sections again")),
    "harder_content": Act(_("Choose new or harder items"), "page", "runs:choices"),
    "fewer_items_more_days": Act(_("Fewer items, more days, and a look one to one"), "line"),
    "teach_content_again": Act(_("Teach it again"), "line"),
    "easier_text": Act(_("Choose easier text"), "line"),
    "harder_text": Act(_("Choose harder text"), "line"),
    "change_something": _LINE,
    "raise_goal": Act(_("Raise the goal"), "page", "progress:goal", _goal_set),
    "change_method": Act(_("Change the method, with a phase line from today"), "line"),
    "end_or_upkeep": Act(_("Move to upkeep"), "maintenance"),
    "schedule_again": Act(_("Find them another time"), "page", "runs:times"),
    "check_in_order": Act(_("Change one thing, with a phase line from today"), "line"),
    "fade_model": Act(_("Fade the model to one reminder"), "line"),
    "change_seats": Act(_("Change seats")),
    "lower_adult_level": Act(_("The adult steps back one level"), "level_down"),
    "step_down_and_hold": Act(
        _("The adult steps back one level, for a week at least"), "level_down"
    ),
    "step_back_up": Act(_("The adult comes one level nearer"), "level_up"),
    "ask_why_not_fade": Act(_("The adult steps back one level"), "level_down"),
    "move_to_maintenance": Act(_("Move to maintenance"), "maintenance"),
    "host_led_meetings": Act(_("Students lead the meetings"), "line"),
    "review_times_and_activities": Act(
        _("Look again at times and activities"), "page", "runs:times"
    ),
    "mark_generalized": Act(_("Mark it as generalized, and move to maintenance"), "maintenance"),
    "train_in_setting": Act(_("Practise in that place, too"), "line"),
    "booster_two_sessions": Act(_("Hold two booster sessions"), "line"),
    "offer_giving_roles": Act(_("Offer roles in which they give"), "page", "runs:giving"),
    "plan_next_inclusive_step": Act(_("Plan the next step and its date"), "page", "runs:choices"),
    "stop_tracking_celebrate": Act(_("Stop keeping records of it, and celebrate")),
    "exit_talks_and_load_check": Act(_("Talk with those who left")),
    "contact_teacher": Act(_("Get in touch with the teacher")),
    "retrain_observers": Act(
        _("Practise together, and write the definition anew"), "page", "observations:agreement"
    ),
    "unlock_expansion": Act(_("Look at the gate"), "page", "programs:stages"),
    # What a practice's own rules suggest.
    "change_method_or_dose": Act(_("Change the method, or meet more often"), "line"),
    "move_session": Act(_("Move the session"), "page", "runs:times"),
    "offer_other_side": Act(_("Offer the other side"), "page", "runs:giving"),
    "next_way_of_sharing": Act(_("Try the next way of sharing"), "line"),
    "simpler_way_of_sharing": Act(_("Find a quicker way to share")),
    "decide_next_step": Act(_("Change one thing, with a phase line from today"), "line"),
    "prompt_peers_first": Act(_("Prompt the peers, and wait longer"), "line"),
    "pause_and_talk": Act(_("Pause it, and talk with them and their family"), "pause"),
}
# What is changed first where a check is not passed.
OF_CHECK: dict[str, Act] = {
    "dose": ACTS["schedule_again"],
    "fidelity": ACTS["coach_missed_items"],
    "pairing": Act(_("Change the pairs first"), "page", "runs:people", _joined),
    "reinforcement": Act(_("More praise, as soon as it goes well"), "line"),
    "activity": Act(_("Another activity"), "line"),
    "peer_fit": ACTS["match_again"],
}
# Pages of one measure, and pages that need no run's number.
OF_A_MEASURE = frozenset({"progress:goal"})
OF_THE_SCHOOL = frozenset({"training:training", "observations:agreement", "programs:stages"})


def act_of(one: Suggestion) -> Act:
    """What accepting does. A school's own practice may suggest what we have no page for: it is kept."""
    if one.check_of:
        act = OF_CHECK.get(one.check_of, Act(_("Change this first"), "line"))
        if act.page == "runs:people" and one.run is not None and one.run.scope == Run.Scope.CLASS:
            return _DRAW
        return act
    return ACTS.get(one.said["suggest"], Act(one.said["says"]))


def ways_of(one: Suggestion) -> tuple[Way, ...]:
    """The choices of the card, in the same order on every card: do it, something else, keep going."""
    act = act_of(one)
    does: Does = "line" if one.run_id else "kept"
    say_what = _now("Say what, in a few words.")
    if one.run_id:
        say_what += " " + _now("A phase line is drawn today.")
    if one.check_of:
        keep = Way(KEEP, _now("It is fine as it is"), _now("Then the next thing is looked at."))
    else:
        ask_again = _now("Say why. It is asked again when there are new data.")
        keep = Way(KEEP, _now("Keep going as it is"), ask_again)
    return (
        Way(DO_IT, str(act.title), _detail(one, act), act.does),
        Way(INSTEAD, _now("Something else"), say_what, does),
        keep,
    )


def _detail(one: Suggestion, act: Act) -> str:
    if act.does in {"level_down", "level_up"} and one.run is not None:
        after = level_after(one, act.does)
        if after is None:
            return _now("The adult is there already, or may not step further back.")
        return _now("From level %(now)s to level %(after)s, from today.") % {
            "now": one.run.adult_level, "after": after,
        }  # fmt: skip
    return {
        "line": _now("A line on the graph says so, from today."),
        "maintenance": _now("From today. Checks after 2, 4 and 8 weeks say whether it lasts."),
        "pause": _now("Coming times stop. Go on with it when you are ready."),
        "page": _now("Opens the page where it is done."),
    }.get(act.does, _now("Kept in the history."))


def level_after(one: Suggestion, does: Does) -> int | None:
    """The adult's level one step on; None where there is no such step."""
    assert one.run is not None, "only runs have adult levels"
    step = -1 if does == "level_down" else 1
    level = one.run.adult_level + step
    low = playbook_here(one.run).fading.never_below or 0
    return level if low <= level <= 5 else None


def page_of(one: Suggestion) -> str:
    """The address of the page where it is done; empty where there is none."""
    act = act_of(one)
    if not act.page:
        return ""
    if act.page == "programs:stages":
        return reverse(act.page, args=[one.program_id])
    if act.page in OF_THE_SCHOOL:
        return reverse(act.page)
    if act.page in OF_A_MEASURE:
        return reverse(act.page, args=[one.measure_id]) if one.measure_id else ""
    return reverse(act.page, args=[one.run_id])
