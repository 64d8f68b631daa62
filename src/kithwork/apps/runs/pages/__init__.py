"""Sessions of a day, and who is away."""
