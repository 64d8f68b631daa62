"""Pages of the peers room, one module per page."""
