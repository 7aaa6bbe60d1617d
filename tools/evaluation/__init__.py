"""Measures the assistant on files of labelled questions; run as ``python -m tools.evaluation``."""
