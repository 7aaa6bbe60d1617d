"""The first changes that CONTRIBUTING shows, played on copies of the files it names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from actions.cards.cards import LABELS, Card
from actions.checks import check_answers
from actions.context import AnswerContext
from nlu.components.importer import OnceImporter
from policies_kb.database.build import build
from policies_kb.errors import DataFileError
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import CURATED, ROOT, SOURCES
from policies_kb.yaml_file import DataFile

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A first change")[2]
CHAPTER = PAGE.partition("\n## ")[0]

pytestmark = pytest.mark.docs


def named(start: str) -> Path:
    """Return the file that a change of the chapter is made in."""
    change = CHAPTER[CHAPTER.index(f"*{start}") :]
    found = re.search(r"`([\w/-]+\.yml)`", change)
    assert found
    return ROOT / found[1]


def test_a_sentence_of_a_card_is_changed(kb: KnowledgeBase, tmp_path: Path) -> None:
    copy = tmp_path / "wages.yml"
    text = named("a sentence of a card").read_text(encoding="utf-8")
    told = DataFile(named("a sentence of a card"), dict[str, Card]).data["wages_claim"].lead.chinese
    assert told in text
    copy.write_text(text.replace(told, "先别急，按下面的顺序来。"), encoding="utf-8")
    cards = DataFile(copy, dict[str, Card])
    assert list(check_answers(kb, {}, [cards])) == []
    answer = AnswerContext(kb, cards.data, LABELS.data).card_answer("wages_claim")
    assert answer.lead[0].chinese == "先别急，按下面的顺序来。"


def test_a_slip_in_a_card_is_told_as_shown(tmp_path: Path) -> None:
    shown = re.search(r"`actions/cards/wages\.yml:\d+(: .+?)`", CHAPTER)
    assert shown
    text = named("a sentence of a card").read_text(encoding="utf-8")
    before, slip, after = text.partition("  steps:")
    copy = tmp_path / "wages.yml"
    copy.write_text(f"{before}  stepz:{after}", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        _ = DataFile(copy, dict[str, Card]).data
    line = before.count("\n") + 1
    assert caught.value.problems == (f"{copy}:{line}{shown[1]}",) and slip


def test_a_way_to_say_an_intent_is_learnt(tmp_path: Path) -> None:
    copy = tmp_path / "wages.yml"
    text = named("a way to say it").read_text(encoding="utf-8")
    start = text.index("- intent: wages_claim")
    place = text.index("    - ", start)
    copy.write_text(f"{text[:place]}    - 灯厂欠我血汗钱\n{text[place:]}", encoding="utf-8")
    importer = OnceImporter(
        config_file=str(ROOT / "config.yml"),
        domain_path=str(ROOT / "nlu/domain.yml"),
        training_data_paths=[str(copy)],
    )
    learnt = {e.get("text"): e.get("intent") for e in importer.get_nlu_data().intent_examples}
    assert learnt["灯厂欠我血汗钱"] == "wages_claim"


@pytest.mark.slow
def test_a_phrasing_of_a_provision_finds_it(tmp_path: Path) -> None:
    curated = tmp_path / "curated"
    shutil.copytree(CURATED, curated)
    file = curated / named("a phrasing").relative_to(CURATED)
    text = file.read_text(encoding="utf-8")
    provision = re.search(r"^- provision: (\w+)\n  phrasings:\n", text, re.MULTILINE)
    assert provision
    asked = "灯芯草什么时候能编成席子"
    changed = f"{text[: provision.end()]}    - {asked}\n{text[provision.end() :]}"
    file.write_text(changed, encoding="utf-8")
    build(SOURCES, curated, tmp_path / "base.db")
    with KnowledgeBase.open(tmp_path / "base.db") as base:
        hit = base.search(asked, limit=1)[0]
    assert (hit.document, hit.provision) == (file.stem, provision[1])
