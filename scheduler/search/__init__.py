"""The goals in order: values and proven bounds, from one CP-SAT model that two engines read."""
