"""Who opens pages about how students get on: whoever may read progress, one floor down."""

from kithwork.apps.measures.policies import may_follow, may_read_progress, may_set_iep_goal

__all__ = ["may_follow", "may_read_progress", "may_set_iep_goal"]
