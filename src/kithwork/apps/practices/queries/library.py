"""The practices a school can choose from, as cards, and the filters above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices import policies, words
from kithwork.apps.practices.models import SchoolPlaybook
from kithwork.apps.practices.queries import shelf
from kithwork.playbooks import Playbook, adjusted

FAMILIES = {
    "class_wide": gettext_lazy("For a whole class"),
    "individualised": gettext_lazy("Around one student"),
    "program": gettext_lazy("For the school's program"),
}
FILTERS = (
    ("grade", gettext_lazy("Every grade"), words.GRADES),
    ("setting", gettext_lazy("Every setting"), words.SETTINGS),
    ("subject", gettext_lazy("Every subject"), words.SUBJECTS),
    ("scope", gettext_lazy("For anybody"), words.SCOPES),
)


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """What somebody needs to know before they open a practice."""

    key: str
    name: str
    purpose: str
    is_own: bool
    grades: str
    scope: str
    time: str
    adults: list[str]
    strengths: list[str]
    evidence: str
    cautions: list[str]
    may_use: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above the cards."""

    name: str
    every: str
    chosen: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LibraryPage:
    families: list[tuple[str, list[PracticeCard]]]
    filters: list[Filter]
    count: int
    is_filtered: bool
    may_write: bool
    unreadable: list[SchoolPlaybook]


def library_page(viewer: Viewer, asked: Mapping[str, str]) -> LibraryPage:
    """Every practice that fits what was asked, by family."""
    all_here = shelf.practices_of(viewer)
    chosen = {
        name: asked.get(name, "") for name, _every, table in FILTERS if asked.get(name) in table
    }
    fitting = [one for one in all_here if fits(one, chosen)]
    own = shelf.own_keys(viewer.school_id)
    by_family = [
        (str(title), [_card(viewer, one, one.id in own) for one in fitting if one.family == family])
        for family, title in FAMILIES.items()
    ]
    return LibraryPage(
        families=[(title, cards) for title, cards in by_family if cards],
        filters=[
            Filter(name, str(every), chosen.get(name, ""), _choices(name, table, all_here))
            for name, every, table in FILTERS
        ],
        count=len(fitting),
        is_filtered=bool(chosen),
        may_write=bool(policies.may_keep_playbook(viewer)),
        unreadable=shelf.unreadable(viewer),
    )


def fits(playbook: Playbook, chosen: Mapping[str, str]) -> bool:
    """Whether a practice is for this grade, setting, subject and these people."""
    return all(chosen[name] in _said(playbook, name) for name in chosen)


def _said(playbook: Playbook, name: str) -> set[str]:
    if name == "subject":
        said = set(playbook.subjects)
        return said | set(words.SUBJECTS) if "any" in said else said
    if name == "scope":
        return {playbook.scope}
    return set(playbook.grade_bands if name == "grade" else playbook.settings)


def _choices(name: str, table: Mapping[str, object], here: list[Playbook]) -> list[tuple[str, str]]:
    """Only what at least one practice is for."""
    used = {
        key
        for one in here
        for key in (one.subjects if name == "subject" else _said(one, name))
        if key != "any"
    }
    return [(key, str(word)) for key, word in table.items() if key in used]


def _card(viewer: Viewer, whole: Playbook, is_own: bool) -> PracticeCard:
    playbook = adjusted(whole)
    known = firmest(playbook)
    return PracticeCard(
        key=playbook.id,
        name=playbook.name,
        purpose=playbook.purpose,
        is_own=is_own,
        grades=words.joined(words.GRADES, playbook.grade_bands),
        scope=words.label(words.SCOPES, playbook.scope),
        time=time_words(playbook),
        adults=[line for role in playbook.roles if role.who == "adult" for line in role.does][:4],
        strengths=strengths_of(playbook),
        evidence=known,
        cautions=[one.text for one in playbook.cautions],
        may_use=bool(policies.may_use(viewer, playbook.scope)),
    )


def strengths_of(playbook: Playbook) -> list[str]:
    """How firm what is known is, firmest first, each once. What waits to be confirmed is named only when alone."""
    found = {one.strength for one in playbook.evidence}
    known = [key for key in words.STRENGTHS if key in found and key != "to_confirm"]
    return [words.label(words.STRENGTHS, key) for key in known or ["to_confirm"]]


def firmest(playbook: Playbook) -> str:
    """The firmest thing that is known, in the practice's own words."""
    order = list(words.STRENGTHS)
    found: str = min(playbook.evidence, key=lambda one: order.index(one.strength)).says
    return found


def time_words(playbook: Playbook) -> str:
    """How long, how often: of the session that takes most of it. One as long as the lesson around it has no minutes."""
    timed = [one for one in playbook.sessions if one.minutes or one.between]
    main = next((one for one in timed if one.per_week), timed[0] if timed else playbook.sessions[0])
    if playbook.sessions[0] not in timed and playbook.sessions[0].per_week:
        main = playbook.sessions[0]
    often = [(main.per_week, "week"), (main.per_month, "month")]
    said = [words.minutes_words(main.minutes, main.between)]
    said += [words.times_words(times, unit) for times, unit in often if times]
    return ", ".join(part for part in said if part) or _("No set time")
