"""What is due when, and working days."""
