"""Answers from a file: all of it, or nothing and a list of what is wrong and where."""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.reflections.actions.answer import check_permission, row_of, said_of
from kithwork.apps.reflections.actions.hear import hear, says_no
from kithwork.apps.reflections.models import Reply, Survey
from kithwork.apps.reflections.policies import may_change_survey, may_list_students, visible_asked
from kithwork.apps.reflections.sheet import Line, Place, refused
from kithwork.apps.trail.actions import action, note


@action("reflections.bring_in")
def bring_in(survey: Survey, lines: Sequence[Line], *, by: Viewer) -> Survey:
    """Keep the answers of a file, each as a new row.

    Raises Refused if the survey is another's; Problem, one sentence a place, where a line fits nobody and nothing.
    """
    require(may_change_survey(by, survey))
    require(may_list_students(survey))
    people = _people(survey, by)
    waves = {one.kind: one for one in survey.waves.all()}
    rows, wrong, permitted = [], [], set()
    for line in lines:
        try:
            student = people.get(line.person)
            if student is None:
                raise Place("person", line.person)
            wave, item = waves.get(line.wave), survey.asks().item(line.item)
            if wave is None or item is None:
                raise Place(
                    "wave" if wave is None else "item", line.wave if wave is None else line.item
                )
            if student.pk not in permitted:
                check_permission(student)
                permitted.add(student.pk)
            said = said_of(survey, item, line.answer_to(survey.asks(), item))
            rows.append(row_of(wave, student, item.id, said, Reply.Mode.FILE))
        except Place as place:
            wrong.append(line.sentence(place))
        except Problem as problem:
            wrong.append(line.at(str(problem)))
    if wrong:
        raise refused(wrong)
    for row in rows:
        row.by_id = by.user_id
    no = says_no(survey, rows)
    Reply.objects.bulk_create(rows)
    hear(no, by=by)
    note(answers=len(rows))
    return survey


def _people(survey: Survey, by: Viewer) -> dict[str, Student]:
    """Code on the paper, or the school's own number -> student."""
    found: dict[str, Student] = {}
    for one in visible_asked(by, survey).select_related("student__school"):
        if one.student.number:
            found[one.student.number.casefold()] = one.student
        found[f"p{one.pk}"] = one.student
    return found
