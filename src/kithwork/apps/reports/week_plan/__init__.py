"""The week on paper: one page for each student, peer, teacher or room."""
