"""Numbers about groups that give nobody away: suppression, checked by an attack on the result."""

from kithwork.evidence.privacy.attack import Attack, Range, attack
from kithwork.evidence.privacy.means import suppress_means
from kithwork.evidence.privacy.rates import suppress_rates
from kithwork.evidence.privacy.release import Release, Sum
from kithwork.evidence.privacy.suppress import suppress_counts
from kithwork.evidence.privacy.tables import CountTable, SafeTable, suppress_table, suppress_tables
from kithwork.evidence.privacy.values import GroupValue

__all__ = [
    "Attack", "CountTable", "GroupValue", "Range", "Release", "SafeTable", "Sum",
    "attack", "suppress_counts", "suppress_means", "suppress_rates", "suppress_table", "suppress_tables",
]  # fmt: skip
