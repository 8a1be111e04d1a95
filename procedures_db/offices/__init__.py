"""Where citizens hand in papers, and when it is open."""
