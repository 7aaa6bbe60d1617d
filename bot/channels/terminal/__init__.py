"""The channel of a terminal: a talk, and lines of standard input."""
