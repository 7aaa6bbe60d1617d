"""The training data cover the domain, and no example stands for two intents."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.guides.form import ANSWER, BACK, ENOUGH, SKIP, STOP
from actions.routing.dispatch import COMPUTED
from actions.routing.follow_up import _FOLLOWING
from bot.privacy.masking import mask
from nlu.entities import find_entities
from nlu.topics import topic_of
from nlu.vocabulary import PolicyVocabulary
from policies_kb.kb import KnowledgeBase

NLU = Path(__file__).parents[2] / "nlu"
DOMAIN = yaml.safe_load((NLU / "domain.yml").read_text(encoding="utf-8"))
#: Sent by the buttons of a guided case.
PRESSED = {ANSWER, SKIP, BACK, STOP, ENOUGH}
#: Made by the pipeline or by a button, not learnt.
MADE = {"nlu_fallback", *PRESSED}
INTENTS = [intent for intent in DOMAIN["intents"] if intent not in MADE]
FILES = sorted((NLU / "data").glob("*.yml"))
LEAST = 40
#: Comments above the blocks of an intent, in their order (docs/examples.md).
KINDS = ("", "typed", "letters", "accounts", "beside", "neighbours", "languages")


@cache
def examples() -> tuple[tuple[str, str, str], ...]:
    """Return file, intent and text of every example."""
    found = []
    for path in FILES:
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            for line in block["examples"].splitlines():
                assert line.startswith("- "), f"{path.name}: {line!r}"
                found.append((path.name, block["intent"], line[2:].strip()))
    return tuple(found)


def plain(text: str) -> str:
    """Return what is left of a text without case, width, white space and punctuation."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text).lower())


def test_every_intent_has_enough_examples() -> None:
    counts = Counter(intent for _, intent, _ in examples())
    assert {intent: counts[intent] for intent in INTENTS if counts[intent] < LEAST} == {}


def test_no_example_is_of_an_unknown_intent() -> None:
    assert {intent for _, intent, _ in examples()} - set(INTENTS) == set()


def test_examples_stand_in_the_file_of_their_topic_in_the_order_of_the_domain() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        blocks = re.findall(r"^(?:# (.+)\n)?- intent: (\S+)$", text, re.M)
        assert {topic_of(intent) for _, intent in blocks} <= {path.stem}
        places = [(INTENTS.index(intent), KINDS.index(kind)) for kind, intent in blocks]
        assert places == sorted(set(places)), path.name


def test_the_kinds_of_examples_are_told() -> None:
    docs = (NLU.parent / "docs" / "examples.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (?:`(\w+)` )?\| [a-z]", docs, re.M) == list(KINDS)


def test_no_example_stands_twice() -> None:
    counts = Counter(text for _, _, text in examples())
    assert [text for text, times in counts.items() if times > 1] == []


def test_no_example_stands_for_two_intents() -> None:
    owner: dict[str, str] = {}
    shared = [
        (text, owner[plain(text)], intent)
        for _, intent, text in examples()
        if plain(text) and owner.setdefault(plain(text), intent) != intent
    ]
    assert shared == []


def test_no_example_is_empty_or_marked_up() -> None:
    """Entities come from the dictionary; a bracket with a label would be read as one."""
    assert [t for _, _, t in examples() if not t or re.search(r"\]\s*[({]", t)] == []


def test_no_example_holds_personal_data() -> None:
    assert [text for _, _, text in examples() if mask(text) != text] == []


@pytest.mark.parametrize("intent", INTENTS)
def test_examples_are_written_the_way_people_type(intent: str) -> None:
    """Not one frame with a swapped word: no opening may dominate, short and long both occur."""
    texts = [text for _, known, text in examples() if known == intent]
    openings = Counter(text[:3] for text in texts)
    assert openings.most_common(1)[0][1] <= max(8, len(texts) // 4)
    if topic_of(intent) in ("wages", "credit", "disclosure"):
        assert min(map(len, texts)) <= 12
        assert max(map(len, texts)) >= 40


def test_every_intent_has_one_rule_and_somebody_who_answers(context: AnswerContext) -> None:
    rules = yaml.safe_load((NLU / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    single, begun, at_once, _ = (rule["steps"] for rule in rules)
    assert single[1] == {"action": "action_policy"}
    assert begun[1] == at_once[1] == {"action": "guide_form"}
    assert begun[0] == at_once[0]
    by_rule = [choice["intent"] for steps in (single, begun) for choice in steps[0]["or"]]
    assert Counter(by_rule) == Counter(DOMAIN["intents"])
    answered = set(COMPUTED) | set(context.cards) | set(_FOLLOWING) | set(GUIDES) | PRESSED
    assert set(DOMAIN["intents"]) - answered == set()


def test_the_domain_lists_what_the_entity_finder_finds(kb: KnowledgeBase) -> None:
    text = "杭州 北京 环保厅 义务教育 80号文 2017年8月31日 2017-08-31 3% 500元 10人 三个月"
    kinds = {entity.entity for entity in find_entities(text, PolicyVocabulary.of(kb))}
    pressed = {"page", "guide_field", "guide_value"}
    assert kinds | pressed == set(DOMAIN["entities"])


def test_the_actions_of_the_domain_exist() -> None:
    source = (NLU.parent / "actions" / "rasa_actions.py").read_text(encoding="utf-8")
    names = set(re.findall(r'action_name = "(\w+)"', source))
    assert names == set(DOMAIN["actions"])


@pytest.mark.slow
def test_rasa_finds_nothing_wrong_with_domain_examples_and_rules() -> None:
    """What `rasa train` checks first; `make train` leaves it to this test."""
    from rasa.cli.utils import validate_files
    from rasa.shared.importers.importer import TrainingDataImporter

    importer = TrainingDataImporter.load_from_config(
        str(NLU.parent / "config.yml"), str(NLU / "domain.yml"), [str(NLU / "data")]
    )
    # Ends the program where something is wrong.
    validate_files(fail_on_warnings=False, max_history=None, importer=importer)
