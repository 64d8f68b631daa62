"""Pages of this room, one module per page or family of pages."""
