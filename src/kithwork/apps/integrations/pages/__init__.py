"""Pages of the doors to other systems."""
