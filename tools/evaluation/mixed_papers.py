"""Makes papers that compete with real ones: their passages reshuffled, under places of their own.

    python tools/evaluation/mixed_papers.py OUT_DIR COUNT [--seed N] PAPER.txt…

A mixed paper has the form of a notice of a county or city, sections whose passages were drawn from
several of the papers given, other figures, dates, places and numbers, and the title of a matter of
its own. It repeats the words of real papers in another order, as papers of places do: whoever
answers from the nearest passage alone is led astray by it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

# One string each: as lists they would be thirty lines.
# ruff: noqa: SIM905
_PLACES = """
    杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 余姚 慈溪 瑞安 乐清 海宁 平湖 桐乡
    诸暨 嵊州 兰溪 东阳 永康 江山 玉环 温岭 临海 龙泉 建德 义乌
""".split()
_SUBJECTS = """
    促进民宿发展 加强停车管理 推进垃圾分类 规范养老服务 扶持小微企业 保护古树名木
    推进城乡公交一体化 加强农田水利建设 发展夜间经济 规范物业服务 推进老旧小区改造
    支持人才创业 加强渔业资源保护 发展乡村旅游 加强校外托管管理 推进绿色建筑
    加强食品小作坊管理 支持数字经济 推进医养结合 保护历史街区 加强电梯安全
    促进茶产业发展 支持外贸稳定 推进海绵城市建设
""".split()
_KINDS = ("实施意见", "若干意见", "管理办法", "工作方案", "实施细则")
_ORDINALS = "一二三四五六七八九十"
#: Shorter or longer lines are headings, addressees or tables.
_SHORTEST, _LONGEST = 40, 900
_HEAD = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?|第[一二三四五六七八九十百]+条)\s*"
)
_FIGURE = re.compile(r"(?<![\d〔])\d{1,4}(?=%|万元|元|个|项|人|天|倍|毫米|家)")
_YEAR = re.compile(r"20\d\d(?=年)")


def passages_of(files: Sequence[Path]) -> list[str]:
    """Return the passages of papers, without ordinals."""
    found = []
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            plain = _HEAD.sub("", line.strip())
            if _SHORTEST <= len(plain) <= _LONGEST:
                found.append(plain)
    return found


def mixed_papers(files: Sequence[Path], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield names and texts of papers made of the passages of others."""
    chance, drawn = random.Random(seed), passages_of(files)
    for number in range(1, count + 1):
        yield f"mixed_{number:03d}", _paper(number, drawn, chance)


def _paper(number: int, drawn: Sequence[str], chance: random.Random) -> str:
    place, subject = chance.choice(_PLACES), chance.choice(_SUBJECTS)
    year, kind = chance.randint(2015, 2024), chance.choice(_KINDS)
    lines = [
        f"{place}市人民政府办公室关于{subject}的{kind}",
        f"{place}政办发〔{year}〕{number + 100}号",
        "各县(市、区)人民政府,市政府直属各单位:",
        f"为{subject},经市政府同意,制定本{kind}。",
    ]
    for part in range(chance.randint(3, 5)):
        lines.append(f"{_ORDINALS[part]}、{chance.choice(_SUBJECTS)}")
        for item in range(chance.randint(2, 5)):
            lines.append(f"（{_ORDINALS[item]}）{_altered(chance.choice(drawn), chance)}")
    lines += [
        f"{place}市人民政府办公室",
        f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
    ]
    return "\n".join(lines) + "\n"


def _altered(passage: str, chance: random.Random) -> str:
    """Return a passage in another order, with other figures and years."""
    parts = [part for part in re.split(r"(?<=。)", passage) if part]
    chance.shuffle(parts)
    words = "".join(parts[: chance.randint(1, 3)])
    words = _FIGURE.sub(lambda _: str(chance.randint(2, 95)), words)
    return _YEAR.sub(lambda _: str(chance.randint(2016, 2026)), words)


def main() -> None:
    """Write the papers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("papers", type=Path, nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in mixed_papers(options.papers, options.count, options.seed):
        (options.out / f"{name}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
