"""The single-case graph: a model of the figure, and from it the drawing, the table and the sentence.

>>> from kithwork.evidence.graph import figure
>>> from kithwork.evidence.series import Series
>>> ana = Series("Ana", "talks", range(1, 8), [1, 2, 1, 4, 5, 5, 6], "AAABBBB", "increase", "count")
>>> drawn = figure(ana)
>>> drawn.kind
<Kind.SINGLE: 'single'>
>>> drawn.svg()[:4]
'<svg'
"""

from kithwork.evidence.graph.build import figure
from kithwork.evidence.graph.gather import gather
from kithwork.evidence.graph.model import Figure, Kind
from kithwork.evidence.graph.wanted import AimLine, Pause

__all__ = ["AimLine", "Figure", "Kind", "Pause", "figure", "gather"]
