"""Tables of the observations room, one module per subject."""

from kithwork.apps.observations.models.device import Device, SyncCount
from kithwork.apps.observations.models.envelope import Envelope
from kithwork.apps.observations.models.instrument import Instrument
from kithwork.apps.observations.models.observation import Observation, Value
from kithwork.apps.observations.models.watch import ObservationPlan, PlanStudent, Watch

__all__ = [
    "Device",
    "Envelope",
    "Instrument",
    "Observation",
    "ObservationPlan",
    "PlanStudent",
    "SyncCount",
    "Value",
    "Watch",
]
