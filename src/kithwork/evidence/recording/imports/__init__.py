"""Recordings made in other programs: BORIS, Countee and DataTracker."""

from kithwork.evidence.recording.imports.boris import read_boris
from kithwork.evidence.recording.imports.countee import read_countee
from kithwork.evidence.recording.imports.datatracker import read_datatracker
from kithwork.evidence.recording.imports.gather import Imported

__all__ = ["Imported", "read_boris", "read_countee", "read_datatracker"]
