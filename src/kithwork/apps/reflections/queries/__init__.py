"""Reads of the reflections room: pages of a student and of adults, and scores for whoever evaluates."""

from kithwork.apps.reflections.queries.own import (
    ItemPage,
    OwnWave,
    asked_now,
    is_stop,
    item_page,
    own_waves_page,
    wave_for_me_or_404,
)
from kithwork.apps.reflections.queries.results import GroupLine, group_lines
from kithwork.apps.reflections.queries.scores import (
    PersonScores,
    own_scores,
    scores,
    scores_of,
    still_in,
)
from kithwork.apps.reflections.queries.survey import (
    AnswersPage,
    SurveyPage,
    answers_page,
    groups_to_ask,
    members_of_group,
    questionnaire_or_404,
    student_or_404,
    survey_or_404,
    survey_page,
    surveys_list,
    wave_or_404,
)

__all__ = [
    "AnswersPage",
    "GroupLine",
    "ItemPage",
    "OwnWave",
    "PersonScores",
    "SurveyPage",
    "answers_page",
    "asked_now",
    "group_lines",
    "groups_to_ask",
    "is_stop",
    "item_page",
    "members_of_group",
    "own_scores",
    "own_waves_page",
    "questionnaire_or_404",
    "scores",
    "scores_of",
    "still_in",
    "student_or_404",
    "survey_or_404",
    "survey_page",
    "surveys_list",
    "wave_for_me_or_404",
    "wave_or_404",
]
