"""Sets up a machine, and plays machines that lack things."""
