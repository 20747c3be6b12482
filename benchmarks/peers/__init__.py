"""Whom the planner is compared with: each makes a plan of the same school, in a process of its own."""
