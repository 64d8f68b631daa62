"""The doors of this room."""

from django.urls import path

from kithwork.apps.runs.pages import (
    course,
    draw,
    fading,
    fidelity,
    giving,
    log,
    people,
    runner,
    runs,
    scores,
    sessions,
    set_up,
    sheet,
    start_run,
)

app_name = "runs"
urlpatterns = [
    path("run/", runner.frame, name="runner_frame"),
    path("<int:run_session_id>/run/", runner.runner, name="runner"),
    path("<int:run_session_id>/run.json", runner.runner_data, name="runner_data"),
    path("<int:run_session_id>/letters/", runner.letters, name="letters"),
    path("<int:run_session_id>/board/", runner.board, name="board"),
    path("<int:run_session_id>/board.json", runner.board_data, name="board_data"),
    path("", sessions.sessions, name="sessions"),
    path("absence/", sessions.note_absence, name="note_absence"),
    path("absence/remove/", sessions.remove_absence, name="remove_absence"),
    path("<int:session_id>/mark/", sessions.mark, name="mark"),
    *runs.urls,
    *start_run.urls,
    *set_up.urls,
    *people.urls,
    *course.urls,
    *draw.urls,
    *scores.urls,
    *log.urls,
    *fading.urls,
    *fidelity.urls,
    *sheet.urls,
    *giving.urls,
]
