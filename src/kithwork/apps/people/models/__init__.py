"""Tables of the people room, one module per noun."""

from kithwork.apps.people.models.access import Access
from kithwork.apps.people.models.guardian import Guardian, Guardianship
from kithwork.apps.people.models.roster import (
    ColumnMapping,
    RosterChange,
    RosterImport,
    SourceStamp,
)
from kithwork.apps.people.models.section import Enrolment, Meeting, Section, Teaching
from kithwork.apps.people.models.staff import Staff
from kithwork.apps.people.models.student import BlockedTime, Student

__all__ = [
    "Access",
    "BlockedTime",
    "ColumnMapping",
    "Enrolment",
    "Guardian",
    "Guardianship",
    "Meeting",
    "RosterChange",
    "RosterImport",
    "Section",
    "SourceStamp",
    "Staff",
    "Student",
    "Teaching",
]
