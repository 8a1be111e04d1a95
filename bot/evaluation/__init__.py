"""Measure answers to questions with known meaning, through the public API."""
