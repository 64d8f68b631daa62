"""The doors of this room."""

from django.urls import path

from kithwork.apps.people.pages import (
    blocked,
    colleagues,
    find,
    lists,
    periods,
    section,
    student,
    team,
)

app_name = "people"
urlpatterns = [
    path("", lists.people, name="people"),
    path("staff/", lists.staff, name="staff"),
    path("classes/", lists.classes, name="classes"),
    path("periods/", periods.period_names, name="period_names"),
    path("find/", find.find, name="find"),
    path("names/", find.names, name="names"),
    path("students/add/", student.add_student, name="add_student"),
    path("students/<int:student_id>/", student.student, name="student"),
    path("students/<int:student_id>/edit/", student.edit_student, name="edit_student"),
    path("students/<int:student_id>/undo/", student.undo_student, name="undo_student"),
    path("students/<int:student_id>/left/", student.close_student, name="close_student"),
    path("students/<int:student_id>/back/", student.reopen_student, name="reopen_student"),
    path("students/<int:student_id>/block/", blocked.block_time, name="block_time"),
    path("students/<int:student_id>/team/", team.join_team, name="join_team"),
    path("students/<int:student_id>/team/leave/", team.leave_team, name="leave_team"),
    path("blocked/<int:blocked_id>/open/", blocked.unblock_time, name="unblock_time"),
    path("staff/add/", colleagues.add_colleague, name="add_colleague"),
    path("staff/<int:staff_id>/", colleagues.staff_member, name="staff_member"),
    path("staff/<int:staff_id>/edit/", colleagues.edit_colleague, name="edit_colleague"),
    path("staff/<int:staff_id>/block/", blocked.block_staff_time, name="block_staff_time"),
    path("classes/<int:section_id>/", section.section, name="section"),
]
