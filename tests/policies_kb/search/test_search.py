from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_questions import PLAIN
from strictness import all_if_any

from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.search.fusion import FORMAL_KINDS, fuse
from policies_kb.search.words import Segmenter, bigrams, normalise_query, runs, with_domain_words


@pytest.mark.parametrize(("question", "document", "words"), PLAIN)
def test_a_plain_question_finds_its_provision(
    base: KnowledgeBase, question: str, document: str, words: str
) -> None:
    hits = base.search(question, limit=3)
    assert any(hit.document == document and words in hit.sentence for hit in hits)


def test_hits_quote_verbatim_and_score_between_0_and_1(base: KnowledgeBase) -> None:
    hits = base.search("拖欠工资 保证金 举报", limit=20)
    assert len(hits) > 5
    for hit in hits:
        assert hit.sentence in base.provision(hit.document, hit.provision).text
        assert 0 < hit.score <= 1


def test_a_question_about_something_else_scores_low(base: KnowledgeBase) -> None:
    inside = base.search("欠薪案件处置")[0].score
    outside = [hit.score for hit in base.search("周末哪家火锅店好吃又便宜")]
    assert inside > 0.9
    assert max(outside, default=0) < 0.4


def test_documents_and_kinds_narrow_the_search(base: KnowledgeBase) -> None:
    only = base.search("加强组织领导", documents=["浙政办发〔2017〕82号"])
    assert only and {hit.document for hit in only} == {"浙政办发-2017-82"}
    titles = base.search("无欠薪行动", kinds=["title"])
    assert [hit.document for hit in titles] == ["浙政办发-2017-80"]
    assert base.search("加强组织领导", documents=[]) == []
    assert base.search("加强组织领导", kinds=[]) == []
    with pytest.raises(NotInBase):
        base.search("加强组织领导", documents=["浙政办发〔2017〕1号"])


def test_titles_and_signatures_are_left_out_unless_asked_for(base: KnowledgeBase) -> None:
    for hit in base.search("浙江省人民政府办公厅关于深入开展浙江无欠薪行动的通知", limit=50):
        assert base.provision(hit.document, hit.provision).kind not in FORMAL_KINDS


def test_the_limit_holds(base: KnowledgeBase) -> None:
    assert len(base.search("工作", limit=3)) == 3
    assert base.search("工作", limit=0) == []
    assert base.search("工作", limit=-1) == []


def test_a_further_ranking_is_joined_in(base: KnowledgeBase) -> None:
    wanted = base.locate("浙政办发-2017-86", "再接再厉")
    place = (wanted.document, wanted.id)
    assert place not in [(hit.document, hit.provision) for hit in base.search("欠薪案件处置")]
    joined = base.search("欠薪案件处置", limit=30, extra=[[place, ("浙政办发-2017-86", "no_such")]])
    assert place in [(hit.document, hit.provision) for hit in joined]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "的",
        "\x00",
        "\ud800",
        "\ud83d\ude00",
        '"',
        "' OR 1=1 --",
        "a AND",
        "NOT NOT",
        "NEAR(",
        "^*-:(){}",
        "heading:工资",
        "工资*",
        "欠薪\x00案件",
        "𠀀𠀁",
        "🀄" * 300,
        "ﷺ" * 500,
        "㍿" * 500,
    ],
)
def test_hostile_text_is_only_text(base: KnowledgeBase, text: str) -> None:
    assert all_if_any(0 <= hit.score <= 1 for hit in base.search(text))


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(), max_size=600))
def test_any_text_is_safe(base: KnowledgeBase, text: str) -> None:
    assert all_if_any(0 <= hit.score <= 1 for hit in base.search(text))


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["工资", "AND", "OR", "NOT", "NEAR(", '"', "*", "欠薪", "(", "+", "-"])
    )
)
def test_operators_are_never_obeyed(base: KnowledgeBase, parts: list[str]) -> None:
    assert all_if_any(0 <= hit.score <= 1 for hit in base.search(" ".join(parts)))


def test_a_megabyte_costs_no_more_than_its_first_500_characters(base: KnowledgeBase) -> None:
    start = time.process_time()
    long = base.search("欠薪案件" * 250_000)
    assert time.process_time() - start < 1
    assert long == base.search(("欠薪案件" * 250_000)[:500])


def test_questions_of_500_characters_are_searched_for(base: KnowledgeBase) -> None:
    text = "".join(row.text for row in base.provisions("浙政办发-2017-75"))[2000:2500]
    assert base.search(text)[0].document == "浙政办发-2017-75"
    assert base.search("".join(chr(0x4E00 + 7 * i) for i in range(500))) == []


def test_width_case_and_compatibility_forms_do_not_matter(base: KnowledgeBase) -> None:
    assert base.search("ＰＰＰ 模式") == base.search("ppp模式")
    assert "PPP" in base.search("ppp 模式")[0].sentence


def test_searching_says_nothing_on_stderr_and_writes_nothing(
    database: Path, tmp_path: Path
) -> None:
    code = (
        f"from policies_kb.kb import KnowledgeBase as K; K.open({str(database)!r}).search('欠薪')"
    )
    before = sorted(database.parent.iterdir())
    environment = {"PYTHONPATH": str(Path(__file__).parents[3]), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=environment
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == [] and sorted(database.parent.iterdir()) == before


def test_fuse_prefers_what_several_rankings_prefer() -> None:
    assert [key for key, _ in fuse([["a", "b", "c"], ["b", "d"], ["b", "a"]])] == [
        "b",
        "a",
        "d",
        "c",
    ]


def test_fuse_gives_the_sum_of_reciprocal_ranks() -> None:
    assert dict(fuse([["a", "b"], ["b"]], k=60)) == {"a": 1 / 61, "b": 1 / 62 + 1 / 61}


def test_fuse_counts_a_key_once_in_a_ranking() -> None:
    assert fuse([["a", "a", "b"]]) == [("a", 1 / 61), ("b", 1 / 62)]


def test_fuse_of_nothing_is_nothing() -> None:
    assert fuse([]) == [] and fuse([[], []]) == []


@given(st.lists(st.lists(st.integers(0, 20)), max_size=4))
def test_fuse_keeps_every_key_and_sorts_by_score(rankings: list[list[int]]) -> None:
    fused = fuse(rankings)
    assert {key for key, _ in fused} == {key for ranking in rankings for key in ranking}
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)


WORDS = {"工资": 500, "支付": 400, "保证": 300, "保证金": 50, "拖": 5, "欠": 5}


def test_the_most_probable_cut_wins_and_domain_words_stay_whole() -> None:
    assert Segmenter(WORDS).cut("工资支付保证金") == ["工资", "支付", "保证金"]
    trade = Segmenter(with_domain_words(WORDS, ["工资支付保证金", "abc", ""]))
    assert trade.cut("拖欠工资支付保证金2.5万元") == [
        "拖",
        "欠",
        "工资支付保证金",
        "2.5",
        "万",
        "元",
    ]
    assert trade.cut_for_search("工资支付保证金") == [
        "工资",
        "支付",
        "保证",
        "保证金",
        "工资支付保证金",
    ]


@given(st.text(alphabet="工资支付保证金拖欠ab1. ,", max_size=60))
def test_cutting_loses_nothing(text: str) -> None:
    assert "".join(Segmenter(WORDS).cut(text)) == "".join(runs(text))


def test_bigrams_overlap_within_a_run_only() -> None:
    assert bigrams(["工资支付", "2020", "钱"]) == ["工资", "资支", "支付", "2020", "钱"]


@given(st.text(alphabet=st.characters(), max_size=2000))
def test_a_normalised_query_is_short_and_sound(text: str) -> None:
    made = normalise_query(text)
    assert len(made) <= 500
    assert made.encode("utf-8").decode("utf-8") == made
