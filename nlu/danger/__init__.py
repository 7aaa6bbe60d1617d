"""Hears whether somebody is in danger, before anything else is understood."""
