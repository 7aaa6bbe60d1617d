"""The words all cases share (``common.yml``)."""

from __future__ import annotations

from actions.guides.script import Script

COMMON = Script("common", type(None))
