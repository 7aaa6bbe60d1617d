"""The curated overlay: what came after the gazette, and whom to turn to."""
