"""Mutation testing of small Swift modules; the program is scripts/mutate."""
