"""Vietnamese number words written out, the inverse of what is tested."""

from __future__ import annotations

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def _below_thousand(n: int, whole: bool) -> list[str]:
    """Words of a three-figure group; with ``whole`` its empty hundreds are spoken."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens == 0:
        if ones:
            words += ["linh", _DIGITS[ones]] if words else [_DIGITS[ones]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        words.append({1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones]))
    return words


def write_number_words(n: int) -> str:
    """A whole number from 1 to 10**18 - 1 in words, northern usage: 2105 is hai nghìn một trăm linh năm."""
    words: list[str] = []
    above, below = divmod(n, 10**9)
    if above:
        words += [write_number_words(above), "tỷ"]
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = below // size % 1000
        if group:
            words += _below_thousand(group, whole=bool(words))
            words += [name] if name else []
    return " ".join(words)
