"""The dated duty roster: who fills which post on which date of the term.

Two steps: counts (how many duties a person takes on a weekday at a post over the term) carry the whole duty goal;
dates are then found for exactly these counts.
"""
