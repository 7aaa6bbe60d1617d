"""Answers computed from the base: deadlines, duties, papers, targets, facts, passages."""
