"""The tables of this room, one module per subject."""

from kithwork.apps.programs.models.board import Approval, FidelityReview, ReadinessTick
from kithwork.apps.programs.models.growth import StageGate, TermCheck, YearCheck
from kithwork.apps.programs.models.inviting import Invitation, OwnWords
from kithwork.apps.programs.models.program import FacultyReview, Program, Resource
from kithwork.apps.programs.models.team import Meeting, SpecialistInput, TeamMember

__all__ = [
    "Approval",
    "FacultyReview",
    "FidelityReview",
    "Invitation",
    "Meeting",
    "OwnWords",
    "Program",
    "ReadinessTick",
    "Resource",
    "SpecialistInput",
    "StageGate",
    "TeamMember",
    "TermCheck",
    "YearCheck",
]
