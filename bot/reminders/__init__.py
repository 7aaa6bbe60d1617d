"""Reminders of deadlines, whatever channel sends them."""
