"""A message is read by the examples it is nearest to, and told as near to none where none is."""

from __future__ import annotations

from pathlib import Path

from test_follow_ups import by_characters

from actions.routing.points import POINTS
from actions.statements.wage_points import WAGE_POINTS
from nlu.follow_ups import FOLLOW_UP_LINES
from nlu.nearest_examples import EXAMPLE_FILES, NearestExamples, point_examples, point_lines
from nlu.pool import POOL
from nlu.topics import NO_KIND
from policies_kb.paths import ROOT

TOLD = {
    "point/wages/seal": ["条子没盖章", "没盖章的条子作数吗", "白条没有章", "条子上没章行吗"],
    "point/wages/camera": ["监控能调吗", "想调监控", "监控录像谁能看", "调不到监控"],
    "page/wages_claim": ["去哪里投诉", "怎么投诉", "投诉找谁", "在哪儿投诉"],
}


def test_the_label_of_the_nearest_examples_comes_first_and_survives_its_file(
    tmp_path: Path,
) -> None:
    made = NearestExamples.made_of(TOLD, by_characters)
    made.save(tmp_path / "examples.npz")
    loaded = NearestExamples.load(tmp_path / "examples.npz")
    for text, label in (
        ("他给的条子没章啊", "point/wages/seal"),
        ("能去调监控不", "point/wages/camera"),
        ("投诉在哪里", "page/wages_claim"),
    ):
        (best, closeness), (_, second), *_ = loaded.read(text, by_characters, 3)
        assert best == label
        assert closeness > second
        [(unloaded, _)] = made.read(text, by_characters, 1)
        assert unloaded == label


def test_what_is_like_no_example_is_near_to_none() -> None:
    made = NearestExamples.made_of(TOLD, by_characters)
    [(_, near)] = made.read("条子没盖章行吗", by_characters, 1)
    [(_, far)] = made.read("xyz", by_characters, 1)
    assert near > 0.5 > far


def test_the_examples_of_a_point_belong_to_a_point_that_answers() -> None:
    wages = {*WAGE_POINTS.data.points}
    by_topic = {
        "wages": wages,
        "credit": {n for n, p in POINTS.data.points.items() if p.topic == "credit"},
        "disclosure": {n for n, p in POINTS.data.points.items() if p.topic == "disclosure"},
    }
    assert {*point_lines()} == {*by_topic}
    for topic, lines in point_lines().items():
        no_points = {*lines} - by_topic[topic]
        assert NO_KIND in no_points
        assert all(name.startswith(NO_KIND) for name in no_points), no_points


def test_no_example_stands_under_two_points() -> None:
    found: dict[str, str] = {}
    for label, texts in point_examples().items():
        topic = label.rpartition("/")[0]
        for text in dict.fromkeys(texts):
            assert found.setdefault(f"{topic} {text}", label) == label


def test_a_point_told_by_examples_alone_has_enough_of_them() -> None:
    by_examples = [name for name, p in WAGE_POINTS.data.points.items() if p.words.pattern == "(?!)"]
    assert len(by_examples) > 50
    lines = point_lines()["wages"]
    for name in by_examples:
        assert len(lines[name]) >= 6, name


def test_a_changed_example_makes_the_model_anew() -> None:
    rule = (ROOT / "Makefile").read_text("utf-8").split("\nmodel: ")[1].split("\n\n")[0]
    inputs = [ROOT / word for word in rule.split() if word.startswith(("nlu/", "policies_kb/"))]
    for lines in (*EXAMPLE_FILES, FOLLOW_UP_LINES, POOL):
        assert any(lines.file == kept or kept in lines.file.parents for kept in inputs), lines.file
