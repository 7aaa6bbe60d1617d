"""Tells in which language a message is answered."""

from __future__ import annotations

import re
import unicodedata

from bot.wording.catalogues import DEFAULT_LOCALE, matching_locale, to_traditional
from nlu.simplified import to_simplified
from policies_kb.text.notation import LOOK_ALIKE

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: Japanese and Korean are written with some Chinese characters too.
_NOT_CHINESE = re.compile(r"[\u3041-\u30ff\uac00-\ud7af]")
#: A syllable of Chinese in Latin letters (pinyin without tones).
_SYLLABLE = (
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:i?ang?|i?ao|iu|i?ong|ing?|ian?|ia|ie|[iuv]|u?an?g?|uai|uo|ui|un|ue|ve"
    r"|ai|ei|en|eng|er|e|o|ou))"
)
_PINYIN = re.compile(rf"(?:{_SYLLABLE}+(?:\s+|$)){{3,}}", re.IGNORECASE)
#: What is written in Latin letters in every language: addresses, files, what apps put in brackets.
_NO_WORDS = re.compile(
    r"\b(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+\.(?:com|cn|net|org|gov)\b\S*"
    r"|\b[\w-]+\.(?:png|jpe?g|gif|heic|webp|bmp|pdf|docx?|xlsx?|pptx?|txt|zip|mp[34]|mov|amr)\b"
    r"|\[[A-Za-z ]{1,20}\]",
    re.IGNORECASE,
)
#: Words that stand in Chinese messages as they are, and alone tell no language.
_EVERYWHERE = re.compile(
    r"ok|okay|app|vip|hr|qq|rmb|cny|usd|wifi|wechat|weixin|alipay|pdf|word|excel|ppt|sms|ktv|it"
    r"|ceo|boss|bug|pos|atm|id|no|wx|ab"
)
#: Words without which hardly an English sentence stands, and which no name is made of.
_OF_SENTENCES = re.compile(
    r"i|i'm|i've|my|me|we|our|us|you|your|he|him|she|her|they|them|their|its|it's|is|are|was|were"
    r"|am|be|been|do|does|did|have|has|had|can|cannot|could|will|would|should|must|may|\w+n't"
    r"|how|what|where|when|who|why|which|this|that|these|there|please|if|because|but|not"
)
#: The same of Chinese; the names of firms and places are made of others.
_NAME = re.compile(r"[\u4e00-\u9fff]{2,20}(?:公司|集团|工厂|政府|街道)")
_OF_CHINESE = re.compile(r"[我你您他她它们的了吗呢吧啊么没不是在想要怎什哪谁这那]|[沒嗎麼們這誰]")


#: Characters of traditional writing too, though it mostly has others for them.
_IN_BOTH = re.compile(
    "[台里后干面只系松谷斗折征制范余云几才出布志托曲板游玩秋占周回向家准借克卷困千并]"
)


def choose_locale(wish: str | None, text: str = "", before: str = "") -> str:
    """Return the locale to answer in.

    Args:
        wish: A language tag, or ``None`` for none.
        text: The message; it decides when there is no usable wish. A language we do not write is
            answered in English; Chinese typed in Latin letters in Chinese.
        before: The locale the conversation was answered in last, empty for none. It holds until a
            message is a sentence of the other language: a word, a name, an amount is none.
    """
    wished = matching_locale(wish) if wish else None
    if wished:
        return wished
    own = _own_locale(text, before)
    if not before or own == before:
        return own
    return own if _is_sentence(text, own) else before


def _own_locale(text: str, before: str) -> str:
    """Return the locale a message tells by itself."""
    if len(_NOT_CHINESE.findall(text)) > len(_HAN.findall(text)) / 2:
        return "en"
    if not _HAN.search(text):
        words = [word.casefold() for word in _words(text) if len(word) > 1]
        telling = [word for word in words if not _EVERYWHERE.fullmatch(word)]
        return "en" if telling and not _is_pinyin(words) else DEFAULT_LOCALE
    if _is_english(text):
        return "en"
    # Which turning changes more characters tells which kind they are.
    text = text.translate(LOOK_ALIKE)
    traditional = _differing(to_simplified(text), text)
    # In a conversation in traditional characters those both scripts have tell nothing: 台州.
    own = _IN_BOTH.sub("〇", text) if before == "zh-Hant" else text
    simplified = _differing(to_traditional(own), own)
    if traditional == simplified and before.startswith("zh"):
        return before
    return "zh-Hant" if traditional > simplified else DEFAULT_LOCALE


def _is_sentence(text: str, locale: str) -> bool:
    """Tell whether a message is so clearly of its locale that a conversation goes on in it."""
    if locale == "en":
        # In a language we do not write: names have capitals, and letters of our own.
        words = _words(text)
        foreign = sum(not word.isascii() for word in words) > 1
        spoken = foreign or sum(word.islower() for word in words) > 3
        return spoken or bool(_NOT_CHINESE.search(text)) or _is_english(text)
    if not _HAN.search(text):
        return _is_pinyin(_words(text))
    text = _NAME.sub("", text)
    return bool(_OF_CHINESE.search(text)) or len(_HAN.findall(text)) > 8


def _is_pinyin(words: list[str]) -> bool:
    """Tell whether words are Chinese in Latin letters; "are you sure" only looks it."""
    english = sum(bool(_OF_SENTENCES.fullmatch(word.casefold())) for word in words)
    return 2 * english <= len(words) and bool(_PINYIN.fullmatch(" ".join(words)))


def _is_english(text: str) -> bool:
    """Tell whether the Latin words of a message are a sentence and its main part."""
    words = [word.replace("’", "'").casefold() for word in _words(text)]
    others = len(_HAN.findall(_NAME.sub("", text))) / 2
    main = len(words) > 1 and len(words) > others
    return main and any(map(_OF_SENTENCES.fullmatch, words))


def _words(text: str) -> list[str]:
    """Return the words in Latin and other letters that are no Chinese."""
    plain = _NO_WORDS.sub(" ", unicodedata.normalize("NFKC", text))
    return [word for word in _WORD.findall(_HAN.sub(" ", plain)) if word]


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False))
