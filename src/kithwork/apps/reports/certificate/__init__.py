"""A certificate on paper: what somebody mastered, and who signs it. It says what was learned, not how well."""
