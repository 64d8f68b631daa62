"""Two groups before and after: careful, small-sample, clusters and families of tests in mind."""

from kithwork.evidence.groups.ancova import ancova
from kithwork.evidence.groups.binary import cox_index
from kithwork.evidence.groups.cluster import cluster_corrected
from kithwork.evidence.groups.compare import Item, compare_groups
from kithwork.evidence.groups.false_discovery import benjamini_hochberg
from kithwork.evidence.groups.hedges import Moments, equivalence, hedges_g
from kithwork.evidence.groups.result import GroupEffect, improvement_index

__all__ = [
    "GroupEffect", "Item", "Moments", "ancova", "benjamini_hochberg", "cluster_corrected",
    "compare_groups", "cox_index", "equivalence", "hedges_g", "improvement_index",
]  # fmt: skip
