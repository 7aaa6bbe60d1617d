"""A long job says how far it is and how long it still takes."""

from __future__ import annotations

import pytest

from nlu import progress
from nlu.progress import ProgressLine


def test_the_time_left_follows_from_the_time_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([100.0, 110.0, 140.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    told = ProgressLine("vectors")
    for done in (0, 25, 100):
        told(done, 100)
    lines = [line.strip() for line in capsys.readouterr().err.split("\r")]
    assert lines == ["", "vectors 0/100", "vectors 25/100, 30 s left", "vectors 100/100, 40 s"]
