"""What people do to the roster and to each other's access, one module per noun."""

from kithwork.apps.people.actions.access import AccessRow, close_access, join_team, open_access

__all__ = ["AccessRow", "close_access", "join_team", "open_access"]
