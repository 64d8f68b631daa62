"""The pages of a school's set-up: years, bells, calendar, limits."""
