"""The words all cases share (``common.yml``)."""

from __future__ import annotations

from actions.guides.script import load_script

COMMON = load_script("common")
