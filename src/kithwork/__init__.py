"""Kithwork: the system a school runs its peer support on."""

__version__ = "0.1.0"
