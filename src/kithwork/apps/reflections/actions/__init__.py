"""What is written: a survey and whom it asks, answers of students, and what adults write down."""

from kithwork.apps.reflections.actions.answer import answer_item, rate, skip_item, write_down
from kithwork.apps.reflections.actions.bring_in import bring_in
from kithwork.apps.reflections.actions.forget import erase_words
from kithwork.apps.reflections.actions.survey import (
    SurveyFrame,
    WaveFrame,
    ask_students,
    end_survey,
    leave_out,
    start_survey,
)
from kithwork.apps.reflections.actions.view import give_view

__all__ = [
    "SurveyFrame",
    "WaveFrame",
    "answer_item",
    "ask_students",
    "bring_in",
    "end_survey",
    "erase_words",
    "give_view",
    "leave_out",
    "rate",
    "skip_item",
    "start_survey",
    "write_down",
]
