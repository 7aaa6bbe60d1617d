"""What a publication misprints is mended where it is told, never where it is quoted."""

from __future__ import annotations

from policies_kb.kb import KnowledgeBase


def test_a_deadline_is_told_without_the_misprint_its_quote_keeps(kb: KnowledgeBase) -> None:
    rows = [row for row in kb.deadlines() if " and " in row.quote]
    assert rows
    assert [row.action for row in rows if "and" in row.action] == []
    assert "生态环境状况和环境保护目标" in rows[0].action
