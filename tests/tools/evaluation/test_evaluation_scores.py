"""Figures and reports over hand-made verdicts; no model is loaded."""

from __future__ import annotations

import math
from xml.etree import ElementTree

from tools.evaluation.judge import Cited, GivenReply, JudgedReply, judge, outcome
from tools.evaluation.labelled_rows import BadRow, LabelledRow
from tools.evaluation.markdown_report import section
from tools.evaluation.plot import reliability_plot
from tools.evaluation.scores import Figures, Share

PAPER = "浙政办发〔2017〕80号"


def verdict(row: LabelledRow, reply: GivenReply) -> JudgedReply:
    return judge(row, reply, {PAPER: {"wages"}})


ASKED = LabelledRow("wages", "我的工资|呢", "w1", "dev", "wages_claim", style="story", quote="3%")
SECRET = LabelledRow("wages", "密卷上的话", "w2", "test", "wages_claim", style="typo")
FAMILY = LabelledRow("outside", "离婚", "o1", "dev", "out_family", style="story")
RIGHT = GivenReply("answered", "wages_claim", 0.95, (Cited(PAPER, "控制在3%以内"),), (), 10.0)
FALSE = GivenReply("answered", "wages_claim", 0.65, milliseconds=20.0)

FIGURES = Figures(
    (
        verdict(ASKED, RIGHT),
        verdict(ASKED, GivenReply("out_of_scope", "out_labour", 0.9, milliseconds=30.0)),
        verdict(SECRET, GivenReply("answered", "credit_bank", 0.7, milliseconds=40.0)),
        verdict(SECRET, GivenReply("clarify", "nlu_fallback", 0.6, offered=("wages_iou",))),
        verdict(FAMILY, GivenReply("out_of_scope", "out_family", 0.99)),
        verdict(FAMILY, FALSE),
    )
)


def test_shares_count_what_they_say() -> None:
    assert FIGURES.topic_accuracy == Share(3, 6)
    assert FIGURES.accuracy() == {"outside": Share(1, 2), "wages": Share(2, 4)}
    assert FIGURES.by_style() == {"story": Share(2, 4), "typo": Share(1, 2)}
    assert FIGURES.intent_accuracy == Share(2, 6)
    assert FIGURES.clause_rate == Share(1, 2)
    assert FIGURES.false_accepts == Share(1, 2)
    assert FIGURES.wrong_answers == Share(2, 6)
    assert FIGURES.clarified == Share(1, 6)
    assert FIGURES.errors == Share(0, 6)


def test_abstention_is_right_only_where_nothing_is_known() -> None:
    assert FIGURES.abstention_precision == Share(1, 2)
    assert FIGURES.abstention_recall == Share(1, 2)


def test_a_share_of_nothing_is_no_number() -> None:
    assert math.isnan(Share.of([]).rate)
    assert str(Share.of([])) == "–"
    assert str(Share.of([True, False])) == "0.500 (1/2)"


def test_milliseconds_are_median_and_the_time_few_exceed() -> None:
    replies = [GivenReply("answered", "wages_claim", milliseconds=float(n)) for n in range(1, 101)]
    figures = Figures(tuple(verdict(ASKED, reply) for reply in replies))
    assert figures.milliseconds() == (50.5, 96.0)
    assert Figures(()).milliseconds() == (0.0, 0.0)


def test_calibration_leaves_out_what_the_gate_stopped() -> None:
    bins = {found.low: (found.mean, found.right) for found in FIGURES.calibration()}
    assert bins == {
        0.6: (0.65, Share(0, 1)),
        0.7: (0.7, Share(0, 1)),
        0.9: ((0.95 + 0.9 + 0.99) / 3, Share(2, 3)),
    }


def test_full_confidence_falls_into_the_last_bin() -> None:
    (found,) = Figures((verdict(ASKED, GivenReply("answered", "wages_claim", 1.0)),)).calibration()
    assert found.low == 0.9


def test_false_answers_are_the_first_confusions_and_test_questions_are_never_shown() -> None:
    confusions = FIGURES.confusions()
    assert [(c.expected, c.given, c.false_answers) for c in confusions[:2]] == [
        ("out_family", "wages_claim (answered)", 1),
        ("wages_claim", "credit_bank (answered)", 1),
    ]
    shown = [question for c in confusions for question in c.questions]
    assert ("o1", "离婚") in shown
    assert "密卷" not in str(shown)


def test_the_report_holds_the_figures_and_escapes_bars() -> None:
    text = section("dev", FIGURES, [BadRow(7, "no question")], "dev.svg")
    assert "| wrong answers | 0.333 (2/6) |" in text
    assert "| wages | 0.500 (2/4) |" in text
    assert "- line 7: no question" in text
    assert "![Reliability diagram](dev.svg)" in text
    assert "我的工资\\|呢" in text
    assert "密卷" not in text


def test_the_plot_is_well_formed_and_holds_a_dot_for_every_bin() -> None:
    for figures in (FIGURES, Figures(())):
        image = ElementTree.fromstring(reliability_plot(figures.calibration(), "a < b & c"))
        dots = image.findall("{http://www.w3.org/2000/svg}circle")
        assert len(dots) == len(figures.calibration())


def test_an_outcome_is_what_somebody_got_not_what_was_offered() -> None:
    assert [outcome(v) for v in FIGURES.verdicts] == [
        "right",
        "sent off",
        "wrong",
        "asked",
        "right",
        "wrong",
    ]
    assumed = GivenReply("answered", "wages_claim", 0.65, kind="likely")
    assert outcome(verdict(FAMILY, assumed)) == "assumed"
    assert outcome(verdict(FAMILY, GivenReply("answered", "greet"))) == "right"
    shares = FIGURES.outcomes()["wages"]
    assert (shares["right"], shares["asked"], shares["likely"]) == (
        Share(1, 4),
        Share(1, 4),
        Share(0, 1),
    )
