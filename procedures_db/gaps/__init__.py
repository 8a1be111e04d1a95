"""Gaps that citizens' questions reveal: found, decided by two people, closed, asked again."""
