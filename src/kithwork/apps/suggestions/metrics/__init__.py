"""Where each metric a rule may name gets its values. A rule whose metric is not here fails a house test."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kithwork.apps.suggestions.metrics import (
    agreement,
    carried_out,
    followed,
    logged,
    pair_life,
    results,
    told,
)
from kithwork.apps.suggestions.metrics.base import WHOLE_RUN, Elsewhere, Found, Metric, Subject

NOBODY_BLAMED: frozenset[str] = frozenset()
PCT = "%"

METRICS: dict[str, Metric] = {
    "weeks_in_pair": Metric(_("weeks with these partners"), pair_life.weeks_in_pair),
    "sessions_in_pair": Metric(_("sessions with these partners"), pair_life.sessions_in_pair),
    "weeks_in_role": Metric(_("weeks in one role"), pair_life.weeks_in_role),
    "same_pairing": Metric(_("pairs that were together lately"), pair_life.same_pairing),
    "partner_absences": Metric(_("sessions with a partner away"), pair_life.partner_absences),
    "off_task_or_conflict_flags": Metric(
        _("times a pair had trouble"), pair_life.off_task_or_conflict_flags
    ),
    "wins_of_same_team": Metric(_("weeks won by one team"), pair_life.wins_of_same_team),
    "active_peers": Metric(_("peers who take part"), pair_life.active_peers),
    "peer_retention": Metric(_("peers who stayed"), pair_life.peer_retention, PCT),
    "fidelity": Metric(_("planned steps seen"), carried_out.fidelity, PCT),
    "critical_item_missed": Metric(
        _("times one key step was missed"), carried_out.critical_item_missed
    ),
    "sessions_held_of_planned": Metric(
        _("planned times that were held"), carried_out.sessions_held_of_planned, PCT
    ),
    "placement_log_missing": Metric(_("times nobody told of"), carried_out.placement_log_missing),
    "weeks_since_training": Metric(_("weeks since the lessons"), carried_out.weeks_since_training),
    "adult_level": Metric(_("where the adult stands"), carried_out.adult_level),
    "weeks_at_level": Metric(_("weeks at this adult level"), carried_out.weeks_at_level),
    "special_ed_room_minutes": Metric(
        _("minutes in the special education room"), carried_out.special_ed_room_minutes
    ),
    "inclusive_step": Metric(_("a next step that is planned"), carried_out.inclusive_step),
    "class_pre_test_mean": Metric(
        _("right before practice, the class"), results.class_pre_test_mean, PCT
    ),
    "class_post_test_mean": Metric(
        _("right after practice, the class"), results.class_post_test_mean, PCT
    ),
    "individual_post_test": Metric(_("right after practice"), results.individual_post_test, PCT),
    "errors_per_100_words": Metric(
        _("words missed of a hundred"), results.errors_per_100_words, blames=frozenset({"above"})
    ),
    "wcpm": Metric(_("words read in a minute"), results.wcpm),
    "benchmark_score": Metric(_("the class in one minute"), results.benchmark_score),
    "target_behaviour": Metric(_("what is followed"), followed.target_behaviour),
    "probe": Metric(_("checks in other places"), followed.probe),
    "maintenance_check": Metric(_("checks after it ended"), followed.maintenance_check),
    "proximity": Metric(
        _("near classmates"), followed.of_behaviour("proximity"), PCT, blames=NOBODY_BLAMED
    ),
    "interaction_any": Metric(_("in touch with a peer"), followed.of_behaviour("interaction_any")),
    "peer_strategy_use": Metric(
        _("strategies seen"), followed.of_behaviour("peer_strategy_use"), PCT, blames=NOBODY_BLAMED
    ),
    "adult_proximity": Metric(_("an adult near"), followed.adult_proximity, PCT),
    "points_since_decision": Metric(
        _("points since the last decision"), followed.points_since_decision
    ),
    "help_rung": Metric(_("the most help used"), logged.help_rung),
    "student_success": Metric(_("how it went for the student"), logged.student_success, PCT),
    "behaviour_rating": Metric(_("how the session went"), logged.behaviour_rating),
    "independent": Metric(_("done alone"), logged.independent, PCT),
    "contacts": Metric(_("times together between meetings"), logged.contacts),
    "peers_met": Metric(_("different peers met"), logged.peers_met),
    "authorship_share": Metric(_("written by one partner"), logged.authorship_share, PCT),
    "notes_same_day": Metric(_("notes on the same day"), logged.notes_same_day, PCT),
    "adult_share_of_prompts": Metric(
        _("prompts that came from the adult"), logged.adult_share_of_prompts, PCT
    ),
    "giver_minutes_share": Metric(
        _("of minutes, given"), logged.giver_minutes_share, PCT, blames=NOBODY_BLAMED
    ),
    "share_of_the_smaller_side": Metric(
        _("of times, the rarer side"), logged.share_of_the_smaller_side, PCT, blames=NOBODY_BLAMED
    ),
    "ioa": Metric(_("agreement of two observers"), agreement.ioa, PCT),
    "class_transfer": Metric(_("seen in class work"), told.told("class_transfer")),
    "friend_answers_both_yes": Metric(
        _("both say they are friends"), told.told("friend_answers_both_yes")
    ),
    "tutor_missed_core_teaching": Metric(
        _("the tutor misses core teaching"), told.told("tutor_missed_core_teaching")
    ),
    "own_marks_fallen": Metric(_("own marks have fallen"), told.told("own_marks_fallen")),
}

# What another room acts on by itself, or a program is asked. No run's suggestion is made of it.
ELSEWHERE: dict[str, Elsewhere] = {
    "student_says_stop": Elsewhere(
        _("a student says stop"), "kithwork.apps.safety.actions.hear_stop"
    ),
    "no_to_going_on": Elsewhere(_("no to going on"), "kithwork.apps.safety.actions.hear_stop"),
    "incident_severity": Elsewhere(_("a concern"), "kithwork.apps.safety.actions.report_concern"),
    "consent_or_assent_expired": Elsewhere(
        _("a permission has run out"), "kithwork.apps.safety.lapses.pause_lapsed"
    ),
    "peer_weekly_minutes": Elsewhere(
        _("minutes of a peer's week"), "kithwork.apps.runs.peer_week.peer_weeks"
    ),
    "face_check_sad": Elsewhere(_("hard faces"), "kithwork.apps.safety.faces.to_talk_with"),
    "stage_gate": Elsewhere(_("the next stage"), "kithwork.apps.suggestions.programs.gate_of"),
}

__all__ = ["ELSEWHERE", "METRICS", "WHOLE_RUN", "Elsewhere", "Found", "Metric", "Subject"]
