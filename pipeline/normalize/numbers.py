"""Vietnamese numbers, in figures, in words and mixed: ``9,5 tỷ``, ``hai mươi mốt``, ``1 tỷ 700 triệu``."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.normalize.data import any_of, load

_LEXICON = load("numbers")
_DIGIT: dict[str, int] = _LEXICON["digits"]
_SCALE: dict[str, int] = _LEXICON["scales"]
_ONLY_AFTER_TENS = frozenset(_LEXICON["only_after_tens"])
_FIVE_OR_YEAR: str = _LEXICON["five_or_year"]
_NOUGHT: str = _LEXICON["nought"]
_FRACTION: dict[str, str] = _LEXICON["fractions"]
_KIND: dict[str, str] = {
    **dict.fromkeys(_DIGIT, "digit"),
    **{word: "hundred" if size == 100 else "scale" for word, size in _SCALE.items()},
    **{word: kind for kind in ("ten", "tens", "filler", "half", "half_more",
        "point") for word in _LEXICON[kind]},
}
_MAY_FOLLOW = {last: frozenset(kinds) for last, kinds in _LEXICON["may_follow"].items()}
_BIGGEST = max(_SCALE.values())
_LONGEST = 24  # figures: more are no number that anyone means, and reading them must stay cheap
_MOST_WORDS = 60

_FIGURES = r"(?:[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?(?![0-9])|[0-9]+(?:[.,][0-9]+)*)"
_END = r"(?![^\W_])"
_TOKEN = re.compile(f" ?(?:({_FIGURES})|({any_of(_KIND)}){_END})")
_SHORT: dict[str, int] = _LEXICON["abbreviated"]
_COMMON = re.compile(
    f"({_FIGURES})(?: ?({any_of(_SCALE)}{_END}(?: {any_of(_SCALE)}{_END})?|{any_of(_SHORT)}(?=đ|[^\\w]|$)))?"
)
_CONTINUES = [*_SCALE, *_LEXICON["tens"], *_LEXICON["half_more"], *_LEXICON["point"]]
_MORE = re.compile(
    f" ?(?=[0-9{''.join({word[0] for word in _CONTINUES})}])"  # few texts go on like this, and most soon show it
    f"(?:{_FIGURES} ?{any_of(_SCALE)}|{any_of(_CONTINUES)}){_END}"
)
_SCALES = _SCALE | _SHORT | {f"{a} {b}": _SCALE[a] * _SCALE[b] for a in _SCALE for b in _SCALE}
_ONES = [word for word in _DIGIT if word not in (_FIVE_OR_YEAR, _NOUGHT)]
_FIRST = [word for word in _ONES if word not in _ONLY_AFTER_TENS]
_TENS, _TEN = _LEXICON["tens"][0], _LEXICON["ten"][0]
_ROUND = {_TEN: 10, **{f"{word} {_TENS}": 10 * _DIGIT[word] for word in _FIRST}}
_BELOW_HUNDRED = {word: _DIGIT[word] for word in _FIRST} | _ROUND | {
    f"{tens} {ones}": size + _DIGIT[ones] for tens, size in _ROUND.items() for ones in _ONES
}
_SMALL = re.compile(f"(?:(?:{any_of(_FIRST)} {_TENS}|{_TEN})(?: {any_of(_ONES)}{_END})?|{any_of(_FIRST)}){_END}")
STARTS = f"(?:[0-9½¼¾]|{any_of(_KIND)}{_END})"
"""Pattern of what a number may begin with."""


class Number(NamedTuple):
    """A number as read: ``digits * scale / 10 ** places``.

    Attributes:
        digits: the number without separators.
        places: how many of the digits are decimal places.
        scale: what its last words multiply by (5 tỷ: 1e9), so that a range may share it.
        end: where it ends in the text.
        lone: the one separator in it, where exactly three figures follow that: "," is the decimal comma
            (3,886 ha) or the foreign thousands comma (1,234 hộ), "." the thousands point (1.234 hộ) or the
            foreign decimal point (72.125%); what is counted decides.
    """

    digits: int
    places: int
    scale: int
    end: int
    lone: str = ""

    def value(self, scale: int | None = None) -> int | float:
        """The number, an int where it is whole; under another scale if one is given."""
        top, bottom = self.digits * (self.scale if scale is None else scale), 10**self.places
        return top // bottom if top % bottom == 0 else top / bottom


def read_number(text: str, at: int = 0) -> Number | None:
    """Read the longest number that begins at an offset.

    Args:
        text: folded (:func:`pipeline.normalize.folding.fold`).
        at: offset of the number's first character.

    Returns:
        The number; None if none begins there or its figures are grouped like no number (1.23.4).
    """
    if text[at:at + 1] in _FRACTIONS:
        return _FRACTIONS[text[at]]._replace(end=at + 1)
    common = _COMMON.match(text, at)
    if common and not _MORE.match(text, common.end()):
        return _figures(common[1], _SCALES[common[2]] if common[2] else 1, common.end())
    if common and (whole := _figures(common[1], 1, 0)) and whole.places:
        return _scaled_decimal(text, common)
    small = None if common else _SMALL.match(text, at)
    if small and not _TOKEN.match(text, small.end()):  # most number words are a few, and soon read
        return Number(_BELOW_HUNDRED[small[0]], 0, 1, small.end())
    return _words(text, at)


def _figures(figures: str, scale: int, end: int) -> Number | None:
    if len(figures) > 2 * _LONGEST:
        return None
    if figures.isdecimal():
        return Number(int(figures), 0, scale, end) if len(figures) <= _LONGEST else None
    whole, separator, rest = figures.partition("," if "," in figures else ".")
    if whole.isdecimal() and rest.isdecimal():
        lone = separator if len(rest) == 3 and len(whole) <= 3 and whole[0] != "0" else ""
        return Number(int(whole + rest), 0 if lone == "." else len(rest), scale, end, lone)
    whole, *groups = re.split("[., ]", figures)
    *inner, last = (c for c in figures if c in "., ")
    in_threes = len(whole) <= 3 and whole[0] != "0" and all(len(group) == 3 for group in groups[:-1])
    if inner and (not in_threes or len(set(inner)) > 1):
        return None
    digits, decimals = int(whole + "".join(groups)), len(groups[-1])
    if (inner and last == inner[-1]) or last == " ":
        # 2.893.4: thousands and decimals behind the same point
        return Number(digits, 0 if decimals == 3 else decimals, scale, end) if decimals in (1, 2, 3) else None
    return Number(digits, decimals, scale, end)


def _scaled_decimal(text: str, common: re.Match[str]) -> Number | None:
    """Figures with decimals, then any scales: 1,2 trăm nghìn tỷ."""
    scale, end = 1, common.end(1)
    while scale <= 10**15 and (token := _TOKEN.match(text, end)) and token[2] in _SCALE:
        scale, end = scale * _SCALE[token[2]], token.end()
    return _figures(common[1], scale, end)


def _words(text: str, at: int) -> Number | None:
    tokens: list[tuple[str, int]] = []
    end = at
    while len(tokens) < _MOST_WORDS and (token := _TOKEN.match(text, end)):
        if not tokens and text[at] == " ":
            return None
        end = token.end()
        tokens.append((token[1] or token[2], end))
    reader = _Reader([word for word, _ in tokens])
    used = reader.read()
    if not used:
        return None
    end = tokens[used - 1][1]
    if used == 1 and tokens[0][0] == _FIVE_OR_YEAR and text[end:].lstrip()[:1] in (*"0123456789", ""):
        return None  # năm 2018, năm: a year, not five
    if len(tokens) > used and _KIND.get(tokens[used][0]) == "point":
        return _spoken_decimal(reader.doubled // 2, tokens, used)
    whole, half = divmod(reader.doubled, 2)
    if half:
        return Number(reader.doubled * 5, 1, 1, end)
    scale = 1 if reader.composite or whole % reader.scale else reader.scale
    return Number(whole // scale, 0, scale, end)


def _spoken_decimal(whole: int, tokens: list[tuple[str, int]], at: int) -> Number | None:
    """Whole part, phẩy, digits one by one, scales: chín phẩy năm tỷ."""
    decimals, scale, end = "", 1, 0
    for word, after in tokens[at + 1:]:
        if word in _DIGIT and scale == 1 and not (word == _FIVE_OR_YEAR and decimals):
            decimals += str(_DIGIT[word])
        elif word in _SCALE and decimals:
            scale *= _SCALE[word]
        else:
            break
        end = after
    return Number(int(f"{whole}{decimals}"), len(decimals), scale, end) if decimals else None


class _Reader:
    """Adds up number words from left to right, in halves, so that rưỡi and nửa stay whole.

    ``above`` holds what tỷ closed, ``part`` what a smaller scale closed, ``group`` the tens and hundreds read
    since, ``digit`` the last digit, which may still become tens or hundreds.
    """

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.above = self.part = self.group = self.digit = 0
        self.size = self.scale = 1
        self.composite = False

    @property
    def doubled(self) -> int:
        """Twice the number read."""
        return self.above + self.part + self.group + self.digit

    def read(self) -> int:
        """How many of the words make up the number."""
        last = before = "start"
        used = 0
        for used, word in enumerate(self.words, 1):
            kind = _KIND.get(word, "figures")
            after = _KIND.get(self.words[used], "figures") if used < len(self.words) else "end"
            if kind not in _MAY_FOLLOW[last] or not _fits(word, kind, last,
                after) or self.doubled > 10**_LONGEST:
                used -= 1
                break
            self._add(word, kind, last)
            self.scale = self.scale * _SCALE[word] if kind in ("hundred", "scale") else 1
            self.composite |= last == "scale" != kind
            last, before = kind, last
        if last == "digit" and before in ("hundred", "scale"):
            self.digit = self.digit * self.size // 10  # hai triệu mốt: tenths of the scale before it
        return used

    def _add(self, word: str, kind: str, last: str) -> None:
        if kind == "digit":
            self.digit = 2 * _DIGIT[word]
        elif kind == "figures":
            number = _figures(word, 1, 0)
            self.digit = 2 * number.digits if number and not number.places else 0
        elif kind == "half":
            self.digit = 1
        elif kind == "half_more":
            self.digit = self.size
        elif kind in ("ten", "tens"):
            self.group, self.digit = self.group + 10 * (self.digit or 2), 0
        elif kind in ("hundred", "scale"):
            self.size = _SCALE[word]
            read = self.group + self.digit or (2 if last == "start" else 0)
            self.digit = self.group = 0
            if kind == "hundred":
                self.group = read * self.size
            elif self.size == _BIGGEST:
                self.above, self.part = (self.above + self.part + read) * self.size, 0
            elif self.part < 2 * self.size:
                self.part = (self.part + read) * self.size  # một nghìn triệu
            else:
                self.part += read * self.size


def _fits(word: str, kind: str, last: str, after: str) -> bool:
    """Whether a word whose kind may stand here is part of the number, given what follows it."""
    multiplied = after in ("tens", "hundred", "scale")
    if word == _FIVE_OR_YEAR:
        return last in ("start", "filler") or (multiplied and last in ("hundred", "scale"))
    if word == _NOUGHT:
        return after in ("hundred", "scale", "point")
    if word in _ONLY_AFTER_TENS:
        return last in ("ten", "tens", "filler") or (after == "end" and last in ("hundred", "scale"))
    if kind == "filler":
        return after in ("digit", "ten")
    if kind == "figures":
        return last == "start" or multiplied
    return last != "start" or kind not in ("hundred", "scale") or after == "half_more"


_FRACTIONS = {sign: number for sign, figures in _FRACTION.items() if (number := _figures(figures, 1, 1))}
