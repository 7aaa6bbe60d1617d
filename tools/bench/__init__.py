"""Measures speed and size against other ways to do the same; see ``docs/benchmarks.md``."""
