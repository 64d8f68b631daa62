"""Sign-in in the demo, roles and preferences."""
