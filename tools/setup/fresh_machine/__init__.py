"""Plays set-up on machines that lack what a developer's machine has, each made for one row."""
