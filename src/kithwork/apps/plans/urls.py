"""The doors of this room."""

from django.urls import path

from kithwork.apps.plans.pages import ask, edit, gap, plan, publish, review

app_name = "plans"
urlpatterns = [
    path("", plan.plan, name="plan"),
    path("ask/", ask.ask, name="ask"),
    path("ask/<int:ask_id>/", ask.matching, name="matching"),
    path("ask/<int:ask_id>/compare/", ask.compare, name="compare"),
    path("ask/<int:ask_id>/drop/", ask.drop, name="drop"),
    path("draft/<int:draft_id>/", review.review, name="review"),
    path("draft/<int:draft_id>/cell/", review.cell, name="cell"),
    path("draft/<int:draft_id>/session/", review.session, name="session"),
    path("draft/<int:draft_id>/need/", review.need, name="need"),
    path("draft/<int:draft_id>/try/", edit.try_fix, name="try_fix"),
    path("draft/<int:draft_id>/swap/", edit.swap, name="swap"),
    path("draft/<int:draft_id>/lock/", edit.lock, name="lock"),
    path("draft/<int:draft_id>/leave-open/", edit.leave_open, name="leave_open"),
    path("draft/<int:draft_id>/reopen/", edit.reopen, name="reopen"),
    path("draft/<int:draft_id>/undo/", edit.undo, name="undo"),
    path("draft/<int:draft_id>/again/", edit.match_again, name="match_again"),
    path("draft/<int:draft_id>/publish/", publish.publish_check, name="publish_check"),
    path("draft/<int:draft_id>/publish/now/", publish.publish, name="publish"),
    path("gap/<int:session_id>/", gap.gap, name="gap"),
    path("gap/<int:session_id>/ask/", gap.assign, name="assign_substitute"),
    path("gap/<int:session_id>/undo/", gap.undo, name="undo_substitute"),
    path("gap/<int:session_id>/join/", gap.join, name="join_pair"),
    path("gap/<int:session_id>/move/", gap.move, name="move_time"),
    path("gap/<int:session_id>/back/", gap.put_back, name="put_back"),
]
