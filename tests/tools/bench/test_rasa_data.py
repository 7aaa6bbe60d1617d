from __future__ import annotations

from pathlib import Path

import yaml

from tools.bench.rasa_data import evenly, read_examples, stories_of, write_data


def test_texts_are_drawn_at_even_distances() -> None:
    assert evenly([str(number) for number in range(10)], 4) == ["0", "2", "5", "7"]
    assert evenly(["a", "b"], 5) == ["a", "b"]


def test_every_intent_is_learnt_from_the_same_number_of_examples(tmp_path: Path) -> None:
    everything = read_examples()
    shared, _, count = write_data(tmp_path / "made", 2)
    chosen = read_examples(shared)
    assert chosen.keys() == everything.keys()
    assert {len(texts) for texts in chosen.values()} == {2}
    assert count == 2 * len(everything)
    assert all(set(texts) <= set(everything[name]) for name, texts in chosen.items())


def test_the_same_examples_are_drawn_again(tmp_path: Path) -> None:
    first, _, _ = write_data(tmp_path / "first", 3)
    second, _, _ = write_data(tmp_path / "second", 3)
    assert (first / "nlu.yml").read_bytes() == (second / "nlu.yml").read_bytes()


def test_what_was_made_before_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "made" / "data").mkdir(parents=True)
    (tmp_path / "made" / "data" / "old.yml").write_text("version: '3.1'\n")
    shared, _, _ = write_data(tmp_path / "made", 1)
    assert sorted(path.name for path in shared.iterdir()) == ["nlu.yml", "rules.yml"]


def test_examples_are_written_as_rasa_reads_them(tmp_path: Path) -> None:
    shared, _, _ = write_data(tmp_path / "made", 2)
    lines = (shared / "nlu.yml").read_text(encoding="utf-8").splitlines()
    assert lines[3] == "  examples: |"
    assert lines[4].startswith("    - ")


def test_rules_without_a_form_become_stories(tmp_path: Path) -> None:
    plain = {"rule": "plain", "steps": [{"intent": "greet"}, {"action": "action_policy"}]}
    form = {"rule": "form", "steps": [{"action": "guide_form"}, {"active_loop": "guide_form"}]}
    ending = {**plain, "rule": "ending", "condition": [{"active_loop": "guide_form"}]}
    assert stories_of([plain, form, ending]) == [{"story": "plain", "steps": plain["steps"]}]
    _, stories, _ = write_data(tmp_path / "made", 1)
    written = yaml.safe_load(stories.read_text(encoding="utf-8"))["stories"]
    assert [story["story"] for story in written] == ["answer from the knowledge base"]
