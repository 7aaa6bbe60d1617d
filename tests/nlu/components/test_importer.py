"""The importer of training data gives what Rasa's own gives, and reads once."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.readerwriter import TrainingDataReader

from nlu.components.importer import OnceImporter, TrainingExample

ROOT = Path(__file__).resolve().parents[3]
FILES = {
    "config_file": str(ROOT / "config.yml"),
    "domain_path": str(ROOT / "nlu/domain.yml"),
    # Examples without places in braces: Rasa's own importer fills none.
    "training_data_paths": [str(ROOT / "nlu/data/climate.yml"), str(ROOT / "nlu/data/rules.yml")],
}


def told(importer: RasaFileImporter) -> list[tuple[str, str]]:
    examples = importer.get_nlu_data().training_examples
    return [(example.get("intent"), example.get("text")) for example in examples]


def test_the_files_may_come_in_any_order(tmp_path: Path) -> None:
    """A cut-off fit hangs on the order of the examples; where one stands must change no answer."""
    block = "- intent: {}\n  examples: |\n    - {}\n    - {}\n"
    one, other = block.format("greet", "你好", "在吗"), block.format("greet", "喂", "{firm}在吗")
    both = []
    for name, parts in (("a", (one, other)), ("b", (other, one))):
        for place, part in enumerate(parts):
            path = tmp_path / name / f"{place}.yml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f'version: "3.1"\nnlu:\n{part}', encoding="utf-8")
        both.append(OnceImporter(training_data_paths=[str(tmp_path / name)]).get_nlu_data())
    assert len(both[0].training_examples) == 6
    assert both[0].fingerprint() == both[1].fingerprint()


def test_it_gives_what_rasa_gives() -> None:
    ours, theirs = OnceImporter(**FILES), RasaFileImporter(**FILES)
    assert told(ours) == sorted(told(theirs))
    assert ours.get_domain().fingerprint() == theirs.get_domain().fingerprint()
    assert ours.get_stories().fingerprint() == theirs.get_stories().fingerprint()


def test_each_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    load = TrainingDataReader.read
    monkeypatch.setattr(
        TrainingDataReader, "read", lambda self, name: read.append(name) or load(self, name)
    )
    importer = OnceImporter(**FILES)
    assert importer.get_nlu_data() is importer.get_nlu_data("zh")
    assert len(read) == len(set(read)) > 0


@pytest.mark.parametrize(
    "text",
    [
        'version: "3.1"\nnlu: [intent: {',
        'version: "3.1"\nnlu:\n- intent: wages_claim\n  exampels: |\n    - 欠薪\n',
    ],
)
def test_what_is_wrong_in_a_file_is_told_by_rasa(tmp_path: Path, text: str) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(text, encoding="utf-8")
    importer = OnceImporter(training_data_paths=[])
    importer._nlu_files = [str(wrong)]
    with pytest.raises(YamlException, match=r"wrong\.yml"):
        importer.get_nlu_data()


def test_the_configuration_names_it() -> None:
    importer = TrainingDataImporter.load_from_config(FILES["config_file"], training_data_paths=[])
    chain = [importer]
    while not isinstance(chain[-1], OnceImporter):
        below = vars(chain[-1])
        chain.append(below.get("importer") or below.get("_importer") or below["_importers"][0])


def test_a_copy_shares_nothing_that_changes() -> None:
    example = TrainingExample({TEXT: "欠薪", INTENT: "wages_claim", "entities": [{"value": "a"}]})
    twin = copy.deepcopy(example)
    assert twin == example and hash(twin) == hash(example)
    twin.set(TEXT, "讨薪")
    twin.get("entities")[0]["value"] = "b"
    twin.add_features(object())  # type: ignore[arg-type]
    assert example.get(TEXT) == "欠薪"
    assert example.get("entities") == [{"value": "a"}]
    assert example.features == []


def test_a_change_changes_the_hash_and_nothing_else_does() -> None:
    example = TrainingExample({TEXT: "欠薪", INTENT: "wages_claim"})
    before = example.fingerprint()
    example.set(INTENT, "wages_claim")
    assert example.fingerprint() == before
    example.set(INTENT, "wages_hotline")
    assert example.fingerprint() != before
