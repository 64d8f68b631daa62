"""The product: one room per part of a school's work, and the floors between them."""
