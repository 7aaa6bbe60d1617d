"""What the check of the answers finds: quotes, references and laws that do not hold."""

from __future__ import annotations

from pathlib import Path

from actions.cards.cards import Card
from actions.checks import check_answers
from policies_kb.kb import KnowledgeBase
from policies_kb.yaml_file import DataFile

CARDS = """wages_claim:
  lead: {zh: 一, en: One}
  quotes:
    - document: 浙政办发〔2017〕80号
      text: 欠薪案件能在7日内得到妥善处置
    - document: 浙政办发〔2017〕80号
      text: 欠薪案件能在8日内得到妥善处置
    - document: 某政办发〔2019〕99号
      text: 灯
  law:
    - arb_law.art_27
    - arb_law.art_999
    - reg423.art_20
  channels: [hotline_12333, hotline]
  suggestions: [wages_claim, stars]
"""


def found(base: KnowledgeBase, text: str, tmp_path: Path) -> list[str]:
    file = tmp_path / "cards.yml"
    file.write_text(text, encoding="utf-8")
    ended = {"reg423.art_20": "2026-01-01"}
    problems = check_answers(base, ended, [DataFile(file, dict[str, Card])])
    return [str(problem).removeprefix(f"{file}:") for problem in problems]


def test_cards_are_held_against_papers_laws_channels_and_buttons(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    assert found(kb, CARDS, tmp_path) == [
        "6: 浙政办发-2017-80 does not say '欠薪案件能在8日内得到妥善处置'",
        "8: the base has no document '某政办发〔2019〕99号'",
        "12: the base has no law provision 'arb_law.art_999'",
        "13: cites 'reg423.art_20' as current; that law ended on 2026-01-01",
        "14: the base has no channel 'hotline'",
        "15: suggests 'stars', which has no label in labels.yml",
    ]


def test_of_an_unsound_file_the_form_is_told_first(kb: KnowledgeBase, tmp_path: Path) -> None:
    text = CARDS.replace("  law:", "  lawz:")
    assert found(kb, text, tmp_path) == ["10: wages_claim.lawz: unknown key, did you mean 'law'?"]


def test_the_projects_own_answers_hold(kb: KnowledgeBase) -> None:
    assert list(check_answers(kb, {})) == []
