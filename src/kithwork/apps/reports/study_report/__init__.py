"""The report of a study on paper: what its page says, with the figure, as a tagged PDF."""
