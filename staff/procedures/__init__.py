"""Editing procedures: pages of the console."""
