"""What is heard by rules and nearness together, and what holds when one of them is broken."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from needs import needs

from nlu.danger import hearing, rules, spelling
from nlu.danger.examples import EXAMPLES_FOLDER, written_examples
from nlu.danger.hearing import DANGER_ROWS, DangerHearing, open_hearing
from nlu.danger.nearness import Near

SET = Path(__file__).parents[2] / "danger"
GUIDES = Path(__file__).parents[3] / "actions" / "guides"


def messages(name: str) -> list[dict[str, str]]:
    with (SET / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def heard(name: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(row["row"], open_hearing().hear(row["message"])) for row in messages(name)]


@needs("model")
@pytest.mark.parametrize(
    ("name", "count", "at_all", "in_row"),
    [
        ("dangerous", 208, 0.93, 0.89),
        ("second_dangerous", 120, 0.9, 0.86),
        ("third_dangerous", 60, 0.92, 0.75),
        ("sixth_dangerous", 125, 0.96, 0.92),
    ],
)
def test_dangerous_messages_are_heard(name: str, count: int, at_all: float, in_row: float) -> None:
    found = heard(name)
    assert len(found) == count
    assert sum(bool(rows) for _, rows in found) >= at_all * count
    assert sum(row in rows for row, rows in found) >= in_row * count


@needs("model")
@pytest.mark.parametrize(
    ("name", "count", "most"),
    [
        ("near", 409, 0.02),
        ("second_near", 240, 0.04),
        ("third_near", 100, 0.05),
        ("sixth_near", 207, 0.06),
    ],
)
def test_innocent_messages_are_left_alone(name: str, count: int, most: float) -> None:
    found = heard(name)
    assert len(found) == count
    assert sum(bool(rows) for _, rows in found) <= most * count


def test_no_message_of_the_sets_is_an_example() -> None:
    known = {example.text for example in written_examples()}
    names = [path.stem for path in SET.glob("*.tsv")]
    measured = {spelling.narrow(row["message"]) for name in names for row in messages(name)}
    # What everybody says word for word cannot be kept apart.
    common = {text for text in measured & known if len(text) < 7}
    assert len(known) > 3000 and len(measured) > 900
    assert measured & known == common and len(common) < 5, measured & known


class Told:
    """An ear that says what it is told to."""

    there = True

    def __init__(self, near: Callable[[str], Near | None]) -> None:
        self._near = near

    def __call__(self, text: str) -> Near | None:
        return self._near(text)


def with_near(near: Callable[[str], Near | None]) -> DangerHearing:
    return DangerHearing(rules.load_danger_rules(), spelling.load_danger_spelling(), Told(near))


def test_a_rule_is_believed_unless_the_message_is_surely_innocent() -> None:
    text = "老板打我"
    assert with_near(lambda _: Near(frozenset(), 0.2)).hear(text) == ("violence",)
    assert with_near(lambda _: Near(frozenset(), 0.001)).hear(text) == ()
    assert with_near(lambda _: None).hear(text) == ("violence",)


def test_a_rule_for_a_wish_to_die_is_always_believed() -> None:
    near = Near(frozenset(), 0.0)
    assert with_near(lambda _: near).hear("我不想活了") == ("self_harm",)


def test_both_hear_and_the_most_urgent_comes_first() -> None:
    near = Near(frozenset({"someone_else", "violence"}), 0.9)
    assert with_near(lambda _: near).hear("我不想活了") == ("self_harm", "violence", "someone_else")
    assert set(DANGER_ROWS) == {path.stem for path in EXAMPLES_FOLDER.glob("*.txt")} - {"innocent"}


def test_nearness_does_not_hear_what_is_denied() -> None:
    near = with_near(lambda text: Near(frozenset({"violence"} if "打我" in text else ()), 0.9))
    assert near.hear("没人打我，工资晚了而已") == ()
    assert near.hear("又来打我") == ("violence",)


def test_where_one_is_broken_the_other_hears(caplog: pytest.LogCaptureFixture) -> None:
    def broken(text: str) -> Near:
        raise ValueError(text)

    assert with_near(broken).hear("我不想活了") == ("self_harm",)
    assert "could not be heard whole" in caplog.text
    near = Told(lambda _: Near(frozenset({"violence"}), 0.9))
    deaf = DangerHearing(None, spelling.load_danger_spelling(), near)  # type: ignore[arg-type]
    assert deaf.hear("谁来帮帮我") == ("violence",)


def test_without_weights_the_rules_hear_and_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hearing.nearness, "WEIGHTS", tmp_path / "danger.npz")
    found = hearing.open_hearing.__wrapped__()
    assert found.hear("我不想活了") == ("self_harm",)
    assert "danger.npz" in caplog.text and "python -m nlu.danger" in caplog.text


class Weights:
    """A file of weights in which stands what is heard; ``broken`` cannot be loaded."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.seconds = 0.0
        self.loads = 0
        ear = hearing.LateNearness(file, self._load, lambda: self.seconds)
        self.found = DangerHearing(rules.load_danger_rules(), spelling.load_danger_spelling(), ear)

    def _load(self, file: Path) -> Callable[[str], Near]:
        self.loads += 1
        row = file.read_text()
        if row == "broken":
            raise ValueError(row)
        return lambda text: Near(frozenset({row}), 0.9)

    def heard_at(self, seconds: float) -> tuple[str, ...]:
        self.seconds = seconds
        return self.found.hear("他们又来宿舍找我了")


def test_weights_that_come_later_are_taken_up_without_a_restart(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    weights = Weights(tmp_path / "danger.npz")
    assert weights.heard_at(0) == () and not weights.found.whole
    weights.file.write_text("violence")
    assert weights.heard_at(4.9) == () and weights.loads == 0
    assert weights.heard_at(5) == ("violence",) and weights.found.whole
    assert weights.heard_at(99) == ("violence",) and weights.loads == 1
    assert caplog.text.count("by rules alone") == 1


def test_weights_that_change_are_taken_up_and_broken_ones_are_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    weights = Weights(tmp_path / "danger.npz")
    weights.file.write_text("violence")
    assert weights.heard_at(0) == ("violence",)
    weights.file.write_text("self_harm")
    assert weights.heard_at(10) == ("self_harm",)
    weights.file.write_text("broken")
    assert weights.heard_at(20) == ("self_harm",) and weights.found.whole
    assert "by the weights of before: ValueError" in caplog.text
    weights.file.unlink()
    assert weights.heard_at(30) == ("self_harm",)


@needs("model")
@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "。" * 5000, "a" * 16000, "我想要回工资。" * 1500, "👍" * 300, "\n\n"],
)
def test_any_text_is_heard_without_error(text: str, caplog: pytest.LogCaptureFixture) -> None:
    assert open_hearing().hear(text) == ()
    assert not caplog.text


def suggested() -> set[str]:
    """Return every answer that a guided case proposes, as a label or as an example in a hint."""
    found: set[str] = set()
    for path in GUIDES.glob("*.yml"):
        script = path.read_text(encoding="utf-8")
        for zh, en in re.findall(r"label: \{zh: ([^,}]+), en: ([^}]+)\}", script):
            found.update((zh.strip(), en.strip(" '")))
        found.update(re.findall(r"“([^”]+)”", script))
    return found


@needs("model")
def test_no_answer_that_a_guided_case_proposes_is_heard_as_danger() -> None:
    proposed = suggested()
    assert len(proposed) > 100 and "就我一个人" in proposed
    heard_of = {text: open_hearing().hear(text) for text in proposed}
    assert {text: rows for text, rows in heard_of.items() if rows} == {}


@needs("model")
@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("忙活半年一毛没结还动手打人", "violence"),
        ("欠着我的钱还打人", "violence"),
        ("把他厂门堵了行不", "blockade"),
        ("要不去把工地大门堵上", "blockade"),
    ],
)
def test_blows_with_wages_and_plans_put_as_a_question_are_heard(text: str, row: str) -> None:
    assert row in open_hearing().hear(text)


@needs("model")
@pytest.mark.parametrize(
    "text",
    [
        "是不是因为我没满十八就不给我结",
        "会不会因为我年纪小不受理",
        "疫苗的费用也算进去吧",
        "误餐费也算在里头吗",
        "钱不给还天天打电话",
        "门口总堵车归谁管",
    ],
)
def test_a_question_of_age_or_of_what_is_counted_is_no_danger(text: str) -> None:
    assert open_hearing().hear(text) == ()


@needs("model")
@pytest.mark.parametrize(
    "text",
    [
        "不是不是，是在维信里头讲的后天歇工",
        "闹事的都散了，我回到滨江的出租屋",
        "辅警来登了记，让工头写个条子",
        "我想换厂，换了以前的加班费还结吗",
        "我好好的不会寻死，问问仲裁几号开庭",
    ],
)
def test_slips_denials_and_who_has_left_are_no_danger(text: str) -> None:
    assert open_hearing().hear(text) == ()


@needs("model")
@pytest.mark.parametrize(
    "text",
    [
        "说看开了是哄你的，我照样想死",
        "我想回家，他们把铁门焊死了不放",
        "民警前脚走，工头后脚就抡棍子打我们",
    ],
)
def test_what_looks_like_an_end_of_danger_and_is_none_is_heard(text: str) -> None:
    assert open_hearing().hear(text)
