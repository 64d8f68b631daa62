"""Tables of the measures room, one module per noun."""

from kithwork.apps.measures.models.attainment import AttainmentRating, AttainmentScale
from kithwork.apps.measures.models.entry import Entry
from kithwork.apps.measures.models.goal import Goal
from kithwork.apps.measures.models.measure import Measure

__all__ = ["AttainmentRating", "AttainmentScale", "Entry", "Goal", "Measure"]
