"""Tables of the runs room, one module per noun."""

from kithwork.apps.runs.models.draw import Draw, DrawChange, Group, Seat, Team
from kithwork.apps.runs.models.form import RunForm
from kithwork.apps.runs.models.pairing import Absence, Coming, Pairing
from kithwork.apps.runs.models.pause import Pause
from kithwork.apps.runs.models.record import (
    Attendance,
    FidelityCheck,
    Score,
    SessionEvent,
    SessionLog,
)
from kithwork.apps.runs.models.run import Participant, Phase, PlaybookCopy, Run, RunTime
from kithwork.apps.runs.models.session import Session, SessionPeer
from kithwork.apps.runs.models.sheet import Sheet

__all__ = [
    "Absence",
    "Attendance",
    "Coming",
    "Draw",
    "DrawChange",
    "FidelityCheck",
    "Group",
    "Pairing",
    "Participant",
    "Pause",
    "Phase",
    "PlaybookCopy",
    "Run",
    "RunForm",
    "RunTime",
    "Score",
    "Seat",
    "Session",
    "SessionEvent",
    "SessionLog",
    "SessionPeer",
    "Sheet",
    "Team",
]
