"""From ids and codes to sentences with names, for the coordinator whose school it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.needs.models import PeerRole, SupportNeed
from kithwork.apps.people.models import Student
from kithwork.apps.plans.models import Draft
from kithwork.matching import Fix, Reason, Violation

ROLE_NAMES = dict(PeerRole.choices)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a staff page of the plan: enough for a chip, no more."""

    pk: int
    id: str
    called: str
    last_name: str
    full_name: str
    initials: str
    avatar_tint: int
    avatar_shape: int


class Names:
    """The people, needs and times of a draft under their own names. Two queries, however large."""

    def __init__(self, draft: Draft | dict[str, Any]) -> None:
        self.people_map = draft if isinstance(draft, dict) else draft.ask.people
        self.days = self.people_map["days"]
        self.periods = self.people_map["periods"]

    @cached_property
    def people(self) -> dict[str, Person]:
        rows = Student.objects.in_bulk(list(self.people_map["students"].values()))
        found = {}
        for name, pk in self.people_map["students"].items():
            row = rows.get(pk)
            if row is not None:
                found[name] = Person(
                    pk, name, row.called, row.last_name, row.full_name, row.initials,
                    row.avatar_tint, row.avatar_shape,
                )  # fmt: skip
        return found

    @cached_property
    def need_rows(self) -> dict[str, SupportNeed]:
        rows = SupportNeed.objects.select_related("section").in_bulk(
            list(self.people_map["needs"].values())
        )
        return {name: rows[pk] for name, pk in self.people_map["needs"].items() if pk in rows}

    def person(self, name: str) -> str:
        one = self.people.get(name)
        return one.called if one else _("somebody who left")

    @cached_property
    def by_row(self) -> dict[int, Person]:
        return {one.pk: one for one in self.people.values()}

    def student_of(self, need: str) -> Person | None:
        row = self.need_rows.get(need)
        return self.by_row.get(row.student_id) if row else None

    def student_name(self, need: str) -> str:
        one = self.student_of(need)
        return one.called if one else _("somebody who left")

    def day(self, slot: int) -> str:
        return str(self.days[slot // len(self.periods)]["label"])

    def period(self, slot: int) -> str:
        return period_name(self.periods[slot % len(self.periods)])

    def place(self, need: str) -> str:
        """Art; lunch; a free period; between classes."""
        row = self.need_rows.get(need)
        if row is None:
            return ""
        if row.section is not None:
            return row.section.title
        return {"lunch": _("lunch"), "free": _("a free period")}.get(
            row.place, _("between classes")
        )

    def time(self, slot: int) -> str:
        return f"{self.day(slot)}, {self.period(slot)}"

    # ----------------------------------------------------------- said of edits

    def need_met(self, need: str) -> str:
        return _("One more time together for %(name)s, %(place)s.") % {
            "name": self.student_name(need), "place": self.place(need),
        }  # fmt: skip

    def swapped(self, need: str, slots: Sequence[int], out: str, into: str) -> str:
        when = _("%(first)s and %(more)s more a week") if len(slots) > 1 else "%(first)s"
        time = when % {"first": self.time(slots[0]), "more": len(slots) - 1}
        about = {"name": self.student_name(need), "time": time}
        if out and into:
            words = _("%(into)s in place of %(out)s with %(name)s, %(time)s.")
            return words % {**about, "out": self.person(out), "into": self.person(into)}
        if into:
            return _("%(into)s joins %(name)s, %(time)s.") % {**about, "into": self.person(into)}
        return _("%(out)s leaves %(name)s, %(time)s.") % {**about, "out": self.person(out)}

    def kept(self, need: str, slot: int) -> str:
        return _("%(name)s, %(time)s, is kept as it is.") % {
            "name": self.student_name(need), "time": self.time(slot),
        }  # fmt: skip

    def let_go(self, need: str, slot: int) -> str:
        return _("%(name)s, %(time)s, may change again.") % {
            "name": self.student_name(need), "time": self.time(slot),
        }  # fmt: skip

    def no_such_time(self, slot: int) -> str:
        return _("%(time)s is not in the bell times any more.") % {"time": self.time(slot)}

    def opened_again(self, need: str) -> str:
        return _("%(name)s, %(place)s, is waiting for a partner again.") % {
            "name": self.student_name(need), "place": self.place(need),
        }  # fmt: skip

    def need_gone(self, need: str) -> str:
        return _("%(name)s, %(place)s: this need is closed now.") % {
            "name": self.student_name(need), "place": self.place(need),
        }  # fmt: skip

    def peer_gone(self, peer: str) -> str:
        return _("%(name)s does not offer to partner any more.") % {"name": self.person(peer)}

    def left_open(self, need: str) -> str:
        return _("%(name)s, %(place)s, is left open.") % {
            "name": self.student_name(need), "place": self.place(need),
        }  # fmt: skip


def period_name(period: dict[str, str]) -> str:
    label = period["label"]
    named = _("Period %(label)s") % {"label": label} if label[:1].isdigit() else label
    return _("before %(period)s") % {"period": named} if period["kind"] == "hallway" else named


# ------------------------------------------------------------------ reasons


def good_words(reason: Reason) -> str:
    """A reason for a pair, in a few words."""
    words = {
        "kept": _("partners already"),
        "wanted": _("the student asked for this partner"),
        "peer_wished": _("the peer would like to partner"),
        "same_class": _("in the same class"),
        "language": _("they share a language"),
        "same_grade": _("in the same grade"),
    }
    if reason.code == "interests":
        return ngettext("%(n)s shared interest", "%(n)s shared interests", reason.value) % {
            "n": reason.value
        }
    return str(words.get(reason.code, reason.code))


def against_words(reason: Reason) -> str:
    """What keeps a peer from a session, in a few words with its number."""
    numbers = {"n": reason.value, "limit": reason.limit}
    words = {
        "same_person": _("is the student"),
        "elsewhere": _("is in another class then"),
        "not_trained": _("is not ready for this role"),
        "too_young": _("is more than a grade younger"),
        "apart": _("staff or the student chose otherwise"),
        "busy": _("is with somebody else then"),
        "week_full": _("has %(n)s of %(limit)s sessions a week"),
        "day_full": _("has %(n)s of %(limit)s sessions that day"),
        "partners_full": _("has %(n)s of %(limit)s partners"),
        "lunch_full": _("gives up %(n)s of %(limit)s lunches a week"),
        "team_full": _("the student has %(n)s of %(limit)s partners for this"),
    }
    return str(words.get(reason.code, reason.code)) % numbers


def why_open(need: str, code: str, value: int, names: Names) -> str:
    """Why a need is open, in at most twenty-five words."""
    row = names.need_rows.get(need)
    role = ROLE_NAMES.get(row.role, row.role).lower() if row else ""
    who = names.student_name(need)
    words = {
        "no_permission": _(
            "There is no permission for %(who)s to take part. Ask the family and %(who)s under Permissions."
        ),
        "no_time": _(
            "%(who)s is never there with an adult when this need allows. Look at the timetable, blocked times, the need."
        ),
        "no_more_times": _("Every time this could be is used already."),
        "student_busy": _("%(who)s is with somebody else at every time that is left."),
        "supervision_full": _(
            "There are as many sessions there at once as the adults can look after."
        ),
        "none_there": _("Nobody who offered is there or free at that time."),
        "none_trained": ngettext(
            "%(n)s peer is there or free then, and is not ready as %(role)s.",
            "%(n)s peers are there or free then. None of them is ready as %(role)s.",
            value,
        ),
        "none_may_pair": ngettext(
            "%(n)s peer is ready then, and may not be paired with %(who)s.",
            "%(n)s peers are ready then, and none of them may be paired with %(who)s.",
            value,
        ),
        "none_free_then": ngettext(
            "%(n)s peer could come, and is with somebody then.",
            "%(n)s peers could come, and all of them are with somebody then.",
            value,
        ),
        "none_under_partner_limit": ngettext(
            "%(n)s peer is free then, and has as many partners as they may.",
            "%(n)s peers are free then. All of them have as many partners as they may.",
            value,
        ),
        "none_lunch_left": ngettext(
            "%(n)s peer is at lunch then, and gives up as many lunches a week as they may.",
            "%(n)s peers are at lunch then. All of them give up as many lunches a week as they may.",
            value,
        ),
        "none_load_left": ngettext(
            "%(n)s peer is free then, and is at their limit of sessions.",
            "%(n)s peers are free then. All of them are at their limit of sessions.",
            value,
        ),
        "tight": ngettext(
            "%(n)s peer could come, but is needed by somebody who would have less time.",
            "%(n)s peers could come, but each is needed by somebody who would have less time.",
            value,
        ),
    }
    if value == 1:
        words |= {
            "none_trained": _("1 peer is there or free then, and is not ready as %(role)s."),
            "none_may_pair": _("1 peer is ready then, and may not be paired with %(who)s."),
            "none_free_then": _("1 peer could come, and is with somebody then."),
            "none_under_partner_limit": _(
                "1 peer is free then, and has as many partners as they may."
            ),
            "none_lunch_left": _(
                "1 peer is at lunch then, and gives up as many lunches a week as they may."
            ),
            "none_load_left": _("1 peer is free then, and is at their limit of sessions."),
            "tight": _("1 peer could come, but is needed by somebody who would have less time."),
        }
    return str(words.get(code, words["tight"])) % {"who": who, "n": value, "role": role}


def fix_words(fix: Fix, need: str, names: Names) -> tuple[str, str]:
    """A fix as its title, and what it meets and costs."""
    change = fix.change
    person = names.person(str(change.get("peer", "")))
    to = change.get("to", 0)
    titles = {
        "rearrange": _rearranged(fix, need, names),
        "raise_supervision": _("%(n)s sessions at once there") % {"n": to},
        "raise_team": _("One more partner for %(name)s here") % {"name": names.student_name(need)},
        "raise_day": _("%(name)s: %(n)s sessions on a day") % {"name": person, "n": to},
        "raise_sessions": _("%(name)s: %(n)s sessions a week") % {"name": person, "n": to},
        "raise_partners": _("%(name)s: %(n)s partners") % {"name": person, "n": to},
        "raise_lunches": ngettext(
            "%(name)s: %(n)s lunch a week", "%(name)s: %(n)s lunches a week", int(to)
        )
        % {"name": person, "n": to},
    }
    if fix.kind == "another_slot":
        titles["another_slot"] = _("Also allow %(time)s") % {"time": names.time(int(change["add"]))}
    if fix.kind == "train":
        role = str(ROLE_NAMES.get(str(change["add"]), "")).lower()
        titles["train"] = _("Get %(name)s ready as %(role)s") % {"name": person, "role": role}
    costs = {
        "rearrange": _("Everyone stays within limits."),
        "another_slot": _("The need may be at one more time."),
        "raise_supervision": _("Ask the adult who is there."),
        "raise_team": _("One more person to get to know."),
        "raise_day": _("Ask them first. One day is longer for them."),
        "raise_sessions": _("Ask them first. One session a week more for them."),
        "raise_partners": _("Ask them first. One more partner for them."),
        "raise_lunches": _("Ask them first. One lunch a week less for their own friends."),
        "train": _("They need the training before it starts."),
    }
    times = ngettext(
        "Meets %(n)s more time a week.", "Meets %(n)s more times a week.", fix.meets
    ) % {"n": fix.meets}
    return str(titles.get(fix.kind, fix.kind)), f"{times} {costs.get(fix.kind, '')}".strip()


def _rearranged(fix: Fix, need: str, names: Names) -> str:
    """Who would be with whom: the first two changes, named."""
    pairs = []
    for session in fix.add:
        others = " & ".join(names.person(peer) for peer in session.peers)
        pairs.append(
            _("%(peers)s with %(name)s")
            % {"peers": others, "name": names.student_name(session.need)}
        )
    unique = list(dict.fromkeys(pairs))
    return ", ".join(unique[:2]) or _("Move others aside")


def violation_sentence(one: Violation, names: Names) -> str:
    """A broken rule, with names, and its number where it has one."""
    about = {
        "peer": names.person(one.peer), "who": names.person(one.student) if one.student else "",
        "time": names.time(one.slot) if one.slot >= 0 else "", "limit": one.limit,
        "day": names.day(one.slot) if one.slot >= 0 else "",
    }  # fmt: skip
    words = {
        "peer_not_there": _("%(peer)s is in another class at %(time)s."),
        "student_not_there": _("%(who)s is elsewhere at %(time)s."),
        "slot_not_allowed": _("This need may not be at %(time)s."),
        "not_trained": _("%(peer)s is not ready for this role."),
        "too_young": _("%(peer)s is more than a grade younger."),
        "avoided": _("%(peer)s and %(who)s are not to be paired."),
        "two_places": _("%(who)s is with somebody else at %(time)s."),
        "student_two_places": _("%(who)s is with somebody else at %(time)s."),
        "weekly_limit": _("%(peer)s would have more than %(limit)s sessions a week."),
        "daily_limit": _("%(peer)s would have more than %(limit)s sessions on %(day)s."),
        "partner_limit": _("%(peer)s would have more than %(limit)s partners."),
        "lunch_limit": ngettext(
            "%(peer)s would give up more than %(limit)s lunch a week.",
            "%(peer)s would give up more than %(limit)s lunches a week.",
            one.limit,
        ),
        "team_too_large": _("%(who)s would have more than %(limit)s partners for this."),
        "supervision": _("There would be more than %(limit)s sessions there at once, %(time)s."),
        "too_often": _("%(who)s would have this more than %(limit)s times a week."),
        "wrong_size": _("This needs at least %(limit)s peers."),
        "twice": _("The same person is there twice."),
        "same_person": _("Nobody partners with themselves."),
        "unknown_peer": _("%(peer)s does not offer to partner."),
        "unknown_need": _("This need is not part of this plan."),
    }
    return str(words.get(one.code, one.sentence)) % about
