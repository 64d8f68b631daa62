"""What is written about training: answers, rehearsals, certificates, meetings, agreements."""

from kithwork.apps.training.actions.agree import end_agreement, make_agreement, sign, sign_as_self
from kithwork.apps.training.actions.learn import answer, go_to, write_down_aloud
from kithwork.apps.training.actions.meet import (
    MeetingFrame,
    ask_to_meeting,
    call_off,
    plan_meeting,
    write_down_who_came,
)
from kithwork.apps.training.actions.rehearse import score, take_rehearsal_back

__all__ = [
    "MeetingFrame",
    "answer",
    "ask_to_meeting",
    "call_off",
    "end_agreement",
    "go_to",
    "make_agreement",
    "plan_meeting",
    "score",
    "sign",
    "sign_as_self",
    "take_rehearsal_back",
    "write_down_aloud",
    "write_down_who_came",
]
