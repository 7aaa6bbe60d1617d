"""Wence's own Rasa NLU components."""
