"""Spreadsheets for people to take away: safe to open, and blank templates to fill in."""
