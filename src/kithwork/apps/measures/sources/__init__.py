"""Where the numbers of a measure come from: one module for each source, each for many measures at once."""

from kithwork.apps.measures.sources.dot import Dot
from kithwork.apps.measures.sources.dots import dots_of

__all__ = ["Dot", "dots_of"]
