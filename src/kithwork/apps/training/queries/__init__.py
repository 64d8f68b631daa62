"""Reads of the training room: for its pages, and for the rooms above that ask who is ready."""

from kithwork.apps.training.queries.learn import (
    LearnPage,
    PieceRow,
    StepPage,
    learn_page,
    own_agreements,
    parts_of,
    piece_or_404,
    progress_of,
    step_page,
)
from kithwork.apps.training.queries.learner import (
    LearnerPage,
    SubjectRow,
    agreement_or_404,
    first_checklist,
    learner_page,
    learner_students,
    rehearsal_or_404,
    score_page,
    student_or_404,
)
from kithwork.apps.training.queries.meetings import (
    meeting_or_404,
    meeting_page,
    script_of,
)
from kithwork.apps.training.queries.overview import (
    StaffRow,
    TrainingPage,
    staff_rows,
    training_page,
)
from kithwork.apps.training.queries.ready import (
    certificates_of,
    mastered,
    missing_for_roles,
    only_trained,
    roles_mastered,
    why_not,
    without_mastery,
)
from kithwork.apps.training.subjects import is_known, practice_subject, role_subject, subject_name

__all__ = [
    "LearnPage",
    "LearnerPage",
    "PieceRow",
    "StaffRow",
    "StepPage",
    "SubjectRow",
    "TrainingPage",
    "agreement_or_404",
    "certificates_of",
    "first_checklist",
    "is_known",
    "learn_page",
    "learner_page",
    "learner_students",
    "mastered",
    "meeting_or_404",
    "meeting_page",
    "missing_for_roles",
    "only_trained",
    "own_agreements",
    "parts_of",
    "piece_or_404",
    "practice_subject",
    "progress_of",
    "rehearsal_or_404",
    "role_subject",
    "roles_mastered",
    "score_page",
    "script_of",
    "staff_rows",
    "step_page",
    "student_or_404",
    "subject_name",
    "training_page",
    "why_not",
    "without_mastery",
]
