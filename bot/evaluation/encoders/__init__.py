"""Compares sentence encoders on the project's data: ``python -m bot.evaluation.encoders``."""
