"""Papers found by meaning: the real encoder over papers of our own making."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlu.encoder.engines import open_encoder
from nlu.passage_vectors import main
from policies_kb.database.build import build
from policies_kb.kb import KnowledgeBase

sys.path.append(str(Path(__file__).parents[1] / "policies_kb"))
from labelled_papers import labelled

#: A question in words the papers do not have, and words of the passage that answers it.
ASKED = (
    ("家里能养几条狗", "饲养犬只不得超过一只"),
    ("遛狗不拴绳会怎样", "携犬外出未使用牵引带"),
    ("小狗多大要去上牌", "犬龄满三个月"),
    ("过年能不能放鞭炮", "燃放"),
    ("煤气罐谁来检查", "瓶装燃气"),
    ("老楼想装电梯去哪报名", "申报时间"),
    ("坐的电梯太旧了谁管", "电梯"),
    ("买拖拉机政府给多少钱", "补贴"),
    ("租房可以取公积金吗", "公积金"),
    ("垃圾乱扔要罚钱吗", "生活垃圾"),
    ("种茶叶有没有扶持", "茶"),
    ("晚上图书馆几点关门", "夜间"),
    ("免费打球的场馆", "体育场馆"),
    ("刚毕业的大学生来上班给不给住的地方", "青年人才"),
    ("孩子学校伙食后厨能不能看到", "食堂"),
    ("猪得了瘟病什么时候上报", "疫"),
    ("台风来了渔船要不要回港", "渔船"),
    ("企业不裁人能退保险费吗", "稳岗"),
    ("路边停车收费找谁反映", "停车"),
    ("喝的水的源头怎么保护", "饮用水水源"),
    ("村里的桥快塌了什么时候修", "危桥"),
    ("公厕脏怎么扣分", "公厕"),
    ("保姆公司可以拿什么好处", "家政"),
    ("营业厅搬到哪里缴水费", "营业厅"),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of papers of our own making, with vectors."""
    folder = tmp_path_factory.mktemp("meaning")
    for name in ("sources", "curated"):
        (folder / name).mkdir()
    for paper in labelled():
        (folder / "sources" / f"{paper.name}.txt").write_text(paper.text, encoding="utf-8")
        side = f"text: {paper.name}.txt\n"
        (folder / "sources" / f"{paper.name}.yml").write_text(side, encoding="utf-8")
    build(folder / "sources", folder / "curated", folder / "papers.db")
    assert main(["--db", str(folder / "papers.db")]) == 0
    return folder / "papers.db"


@pytest.fixture
def by_words(base: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(base) as kb:
        yield kb


@pytest.fixture
def by_both(base: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(base) as kb:
        kb.use_vectors(open_encoder("e5"))
        yield kb


def found_at(kb: KnowledgeBase, question: str, words: str) -> float:
    """Return one by the place of the passage, 0 where it is not among the first ten."""
    for place, hit in enumerate(kb.search(question, limit=10), start=1):
        title = kb.document(hit.document).title
        if words in title + kb.provision(hit.document, hit.provision).text:
            return 1 / place
    return 0.0


def mean(kb: KnowledgeBase) -> float:
    return sum(found_at(kb, *asked) for asked in ASKED) / len(ASKED)


def test_words_and_meaning_together_find_more_than_words(
    by_words: KnowledgeBase, by_both: KnowledgeBase
) -> None:
    assert mean(by_both) > mean(by_words) + 0.1
    assert mean(by_both) > 0.7
