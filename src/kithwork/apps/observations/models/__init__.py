"""Tables of the observations room, one module per subject."""

from kithwork.apps.observations.models.behaviour import OwnBehaviour
from kithwork.apps.observations.models.device import Device, SyncCount
from kithwork.apps.observations.models.envelope import Envelope
from kithwork.apps.observations.models.instrument import Instrument
from kithwork.apps.observations.models.observation import Observation, Value
from kithwork.apps.observations.models.source import SourceFile
from kithwork.apps.observations.models.today import AddedToday
from kithwork.apps.observations.models.training import Certificate, PracticeTape, ScoredRecording
from kithwork.apps.observations.models.watch import ObservationPlan, PlanStudent, Watch

__all__ = [
    "AddedToday",
    "Certificate",
    "Device",
    "Envelope",
    "Instrument",
    "Observation",
    "ObservationPlan",
    "OwnBehaviour",
    "PlanStudent",
    "PracticeTape",
    "ScoredRecording",
    "SourceFile",
    "SyncCount",
    "Value",
    "Watch",
]
