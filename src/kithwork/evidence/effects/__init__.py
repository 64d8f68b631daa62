"""Effect sizes within one case and between cases. Each index is written once, for many cases at once."""

from kithwork.evidence.effects.door import effect_size
from kithwork.evidence.effects.indices import INDICES, USUAL

__all__ = ["INDICES", "USUAL", "effect_size"]
