"""The checks of ``python -m bot doctor``."""
