"""Pages of the quiet wing, one module per page."""
