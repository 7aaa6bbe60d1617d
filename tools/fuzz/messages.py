"""Hostile conversations: the same for the same seed and number."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.wording.catalogues import LOCALES, to_traditional
from tools.fuzz.encoder import hostile

#: Messages of a conversation at most.
LONGEST_MESSAGE = 12
_CASES = ("wages_case", "credit_case", "request_case")
_OPENINGS = (
    *("/wages_case", "/credit_case", "/request_case", "帮我一步步讨薪", "写一份信息公开申请"),
    *("信用记录一步步怎么修复", "我在义乌工地干活,从今年3月起没发工资,一共23000元"),
)
_ENTITIES = (
    *("page", "guide_field", "guide_value", "region", "unit", "field", "year", "month", "day"),
    *("date", "percent", "money", "head_count", "duration", "document_number", "", "__class__"),
)
#: Answers in mid-form: sound ones, ones that cannot be, and ones meant for something else.
_ANSWERS = (
    *("义乌", "杭州余杭", "不在浙江", "上海", "工厂", "工地包工头", "保姆", "今年3月", "去年十月"),
    *("三个月前", "2026年13月", "0000年0月", "9999年12月", "明年", "2月30日", "10月9日", "-1月"),
    *("23000元", "两万三", "0元", "-5元", "1e999元", "零点零零一元", "亿亿亿亿元", "九" * 60),
    *("每人3000", "12个人", "0个人", "就我一个人", "一万亿人", "还在干", "今年6月走的", "是"),
    *("不知道", "跳过", "我说过什么", "为什么问这个", "改一下,应该是5000元", "直接告诉我", "算了"),
    *("我不想活了", "老板打人", "回到上一题", "不是", "被列入老赖", "市政府", "环境报告", "邮寄"),
    *("三张信用卡", "法院", "A", "B", "1", "0", "２", "③", "/guide_back", "/guide_skip"),
    *("/guide_stop", "/restart", '/guide_answer{"guide_field":"amount","guide_value":[]}'),
)
#: Texts that broke programs before.
_TEXTS = (
    *("", " ", "?", "/", "//", "{", "}", "{}", "{0}", "{count}", "{lines}", "%s%n%x", "%(name)s"),
    *("${jndi:ldap://x}", "{{7*7}}", "{% raw %}", "' OR 1=1 --", "'; DROP TABLE turn; --"),
    *('" NEAR("', "欠薪 AND NOT *", "col:欠薪^2", "<script>alert(1)</script>", "<b>", "</a>"),
    *('<a href="javascript:x">x</a>', "]]>", "&xxe;", "&amp;lt;", "<img src=x onerror=x>"),
    *("\x00", "\x1b[31m", "\ud800", "\udfff\ud800", "\u202e\u2066", "\ufeff", "\u2028\u2029"),
    *("../../etc/passwd", "=cmd|' /C calc'!A0", "file:///etc/passwd", "None", "nan", "-0"),
    *(
        "٣٤٥",
        "\ufffe",
        "㍿㌖",
        "𠮷𪚥",
        "İıßſﬁ",
        "👨\u200d👩\u200d👧",
        "🏳\ufe0f\u200d🌈",
        "</blockquote>",
    ),
    *("Traceback (most recent call last):", '  File "x.py", line 1, in <module>'),
    *("__import__('os')", "浙政办发〔99999999〕9999999号", "浙政办发〔2017〕80号之一"),
    *("330106199001011234", "13800138000", "6222020200112233445", "浙A12345"),
)
_LONG = (
    *("第" * 300, "(" * 400, "[" * 400, "\N{PILE OF POO}" * 99, "ﷺ" * 50, "e\u0301" * 99),
    *("a@b.cn" * 40, "1" * 2001, "{" * 500, "欠薪" * 2000, "/" * 3000, '/x{"a":' * 300),
)
_PIECES = (
    *("\u200b", "\u200d", "\u202e", "\x00", "\ud83d", "😡", "％", "<", "&", "{", "'", '"', "\n"),
)
#: Combining marks, piled on a letter ("zalgo").
_MARKS = tuple(chr(code) for code in range(0x300, 0x370))
_SCRIPTS = ("Ελλάδα", "деньги", "راتب", "שכר", "급여", "給料", "वेतन", "เงินเดือน", "lương", "ꯃ", "𓀀")


@dataclass(frozen=True)
class HostileMessage:
    """One message.

    Attributes:
        text: What is typed.
        locale: The language wished for.
    """

    text: str
    locale: str | None


class HostileConversation:
    """Thinks up the messages of one conversation.

    Args:
        seed: Seed of the run.
        number: Number of the conversation.
        questions: Real questions.
        intents: What can be asked for by a payload.
    """

    def __init__(
        self, seed: int, number: int, questions: Sequence[str], intents: Sequence[str]
    ) -> None:
        self._dice = random.Random(f"{seed}:{number}")
        self._name = (seed, number)
        self._questions = questions
        self._intents = intents
        self._in_case = self._dice.random() < 0.35
        self._locale = self._dice.choice((None, None, *LOCALES, "x"))
        self.length = self._dice.randint(1, LONGEST_MESSAGE)

    def message(self, turn: int, last: Mapping[str, Any] | None) -> HostileMessage:
        """Return the next message.

        Args:
            turn: Its number in the conversation, from 0.
            last: The reply before it, whose buttons may be used.
        """
        if self._in_case and turn == 0:
            return HostileMessage(self._dice.choice(_OPENINGS), self._locale)
        kinds = {
            self._question: 3,
            self._mutated: 6,
            self._random: 3,
            self._text: 3,
            self._payload: 3,
            self._answer: 12 if self._in_case else 1,
            self._long: 0.2,
        }
        [kind] = self._dice.choices(list(kinds), list(kinds.values()))
        text = self._button(last) if last and self._dice.random() < 0.2 else kind()
        return HostileMessage(text, self._locale)

    def _question(self) -> str:
        return self._dice.choice(self._questions)

    def _random(self) -> str:
        # Its own numbers, so that runs with the same seed do not only repeat each other's texts.
        return hostile(self._name[0], self._dice.randrange(10**9))

    def _text(self) -> str:
        return " ".join(self._dice.choices(_TEXTS, k=self._dice.choice((1, 1, 2))))

    def _answer(self) -> str:
        answer = self._dice.choice(_ANSWERS)
        return _spoiled(self._dice, answer) if self._dice.random() < 0.4 else answer

    def _mutated(self) -> str:
        text = self._question()
        for _ in range(self._dice.randint(1, 3)):
            text = _spoiled(self._dice, text)
        return text

    def _long(self) -> str:
        long = self._question() * self._dice.choice((5, 20, 400))
        return self._dice.choice((long, self._dice.choice(_LONG)))

    def _payload(self) -> str:
        intent = self._dice.choice((*self._intents, *_CASES, "guide_answer", "deadlines", "x"))
        return self._perhaps_cut(f"/{intent}{self._entities()}")

    def _entities(self) -> str:
        if self._dice.random() < 0.3:
            return ""
        values = {self._dice.choice(_ENTITIES): self._value() for _ in range(2)}
        return json.dumps(values, ensure_ascii=self._dice.random() < 0.5)

    def _value(self) -> Any:
        simple = (self._dice.choice(_TEXTS), self._dice.choice(_ANSWERS), -1, 0, 10**30, 0.5)
        nested: tuple[Any, ...] = (None, True, [], {}, [[]], {"a": {}}, float("nan"), "amount")
        return self._dice.choice((*simple, *nested))

    def _button(self, last: Mapping[str, Any]) -> str:
        """Return what a button of the last reply sends, half of the time spoiled."""
        payloads = [suggestion["payload"] for suggestion in last["suggestions"]]
        return self._perhaps_cut(self._dice.choice(payloads)) if payloads else self._answer()

    def _perhaps_cut(self, payload: str) -> str:
        roll = self._dice.random()
        if roll < 0.6:
            return payload
        if roll < 0.8:
            return payload[: self._dice.randrange(len(payload) + 1)]
        return _spoiled(self._dice, payload)


def _spoiled(dice: random.Random, text: str) -> str:
    """Return a text with one kind of damage."""
    start = dice.randrange(len(text) + 1)
    end = min(len(text), start + dice.randint(1, 6))
    before, middle, after = text[:start], text[start:end], text[end:]
    kind = dice.randrange(10)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + middle * dice.choice((2, 3, 9)) + after
    if kind == 2:
        return before + dice.choice(_PIECES) + middle + after
    if kind == 3:
        return before + dice.choice(_TEXTS) + after
    if kind == 4:
        return before + "".join(dice.sample(middle, len(middle))) + after
    if kind == 5:
        return before + "".join(c + "".join(dice.choices(_MARKS, k=9)) for c in middle) + after
    if kind == 6:
        return before + dice.choice(_SCRIPTS) + middle + after
    if kind == 7:
        return "".join(_wide(char) for char in text)
    if kind == 8:
        # OpenCC takes no lone surrogates.
        sound = text.encode(errors="ignore").decode()
        return unicodedata.normalize(dice.choice(("NFD", "NFKC", "NFKD")), to_traditional(sound))
    return text.swapcase()[::-1]


def _wide(char: str) -> str:
    """Return a character of ASCII in full width."""
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char
