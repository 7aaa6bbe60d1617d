"""The file of a base: built, opened, its rows."""
