"""Pages about the offices that take papers, and their days off."""
