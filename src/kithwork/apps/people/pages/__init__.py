"""The pages about people: lists, one student, one colleague, one class, and Find."""
