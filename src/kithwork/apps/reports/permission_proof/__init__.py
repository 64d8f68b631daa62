"""What follows from a permission that is not there: every door asked anew, at the moment somebody looks."""
