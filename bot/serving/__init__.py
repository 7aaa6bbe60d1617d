"""The server: one process that loads, and workers forked from it that answer."""
