"""What a run's practice says: its own copy of the playbook, and what was chosen in it for this run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from kithwork.apps.practices.models import ContentSet
from kithwork.apps.practices.queries import languages_of, playbook_of_role, said_in
from kithwork.apps.practices.words import LANGUAGES
from kithwork.apps.runs.models import Participant, PlaybookCopy, Run, Session
from kithwork.playbooks import Playbook, adjusted, as_variant, parse
from kithwork.playbooks.adjust import Value, default_for
from kithwork.playbooks.schema.people import Role
from kithwork.playbooks.schema.voice import Content, Variant

# Which of our content sets holds what a practice asks for. The rest comes on paper or from a shelf.
HELD = {
    "word_list": ContentSet.Kind.SPELLING,
    "facts": ContentSet.Kind.FACTS,
    "vocabulary": ContentSet.Kind.VOCABULARY,
    "question_sheet": ContentSet.Kind.QUESTIONS,
    "passages": ContentSet.Kind.PASSAGES,
}
# Grades as rosters write them, and as playbooks do.
_GRADES = {"PK": "PK", "KG": "K"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for this run where the practice leaves a choice: which version, where, which values."""

    variant: Variant | None
    place: str
    values: dict[str, Value]
    on_paper: bool


def playbook_of(run: Run) -> Playbook:
    """The practice as it was when the run began, whatever became of the file since."""
    return _parsed(run.playbook.digest)


@lru_cache(maxsize=128)
def _parsed(digest: str) -> Playbook:
    copy = PlaybookCopy.objects.get(digest=digest)
    return parse(copy.text, file=copy.playbook)


def playbook_here(run: Run, language: str = "") -> Playbook:
    """The practice as it is done in this run: its version, and the school's values in their places.

    In another language where the practice is written in it, else in its own.
    """
    choice = chosen(run)
    said = said_in(playbook_of(run), language)
    changed = adjusted(said, choice.values, grade=grade_of(run) or None)
    return as_variant(changed, choice.variant.id) if choice.variant else changed


def languages_here(run: Run) -> list[str]:
    """Languages this run's cards and sheets can be printed in, as two letters; its own first."""
    return ["en", *languages_of(playbook_of(run))]


def languages_to_start(playbook: Playbook) -> list[tuple[str, str]]:
    """Languages a run of this practice may be in, with their names; its own first."""
    return [(key, LANGUAGES.get(key, key)) for key in ("en", *languages_of(playbook))]


def languages_of_session(session: Session) -> list[str]:
    """Languages in which what is asked of a session can be read, as two letters."""
    practice = playbook_of_session(session)
    return ["en", *languages_of(practice)] if practice else ["en"]


def playbook_of_session(session: Session) -> Playbook | None:
    """The practice of a session: of its run, or of the role its need asks for."""
    if session.run is not None:
        return playbook_of(session.run)
    return playbook_of_role(session.need.role) if session.need is not None else None


def chosen(run: Run) -> Chosen:
    playbook, key = playbook_of(run), run.choices.get("variant", "")
    place = run.choices.get("place", "")
    only = playbook.variants[0] if len(playbook.variants) == 1 else None
    return Chosen(
        variant=next((one for one in playbook.variants if one.id == key), only),
        place=place or (playbook.settings[0] if len(playbook.settings) == 1 else ""),
        values=defaults_of(playbook, grade_of(run)) | run.choices.get("values", {}),
        on_paper=bool(run.choices.get("on_paper")),
    )


def defaults_of(playbook: Playbook, grade: str) -> dict[str, Value]:
    """What the playbook sets for this grade, by the ids of what may be changed."""
    return {one.id: default_for(one, grade or None) for one in playbook.adjustable}


def grade_of(run: Run) -> str:
    """The grade most of its students are in, as playbooks write it; empty when nobody takes part yet."""
    rows = Participant.objects.filter(run=run, left_on__isnull=True)
    grades = Counter(rows.order_by("student__grade").values_list("student__grade", flat=True))
    return playbook_grade(grades.most_common(1)[0][0]) if grades else ""


def playbook_grade(grade: str) -> str:
    """07 is 7, KG is K."""
    return _GRADES.get(grade, grade.lstrip("0"))


def content_wanted(run: Run) -> list[Content]:
    """What the practice, as chosen here, needs to practise and cannot do without."""
    return [one for one in playbook_here(run).content if not one.optional]


def defaults_here(run: Run) -> dict[str, Value]:
    """The practice's own values for the grade of this run."""
    return defaults_of(playbook_of(run), grade_of(run))


def student_roles(run: Run) -> list[Role]:
    """Roles a student may be given here; none where everybody holds each of them in turn."""
    if run.scope == Run.Scope.CLASS:
        return []
    return [role for role in playbook_of(run).roles if role.who != "adult"]
