"""Texts that may come in: by kind, from a random generator whose seed makes the same text again.

Every sentence in here is invented.
"""

import random
import unicodedata
from collections.abc import Callable

FRAGMENTS = (
    "Sáng 16/10/2019, ông Vũ Đình Khoát, Chủ tịch UBND thị xã Bỉm Sơn dự hội nghị. ",
    "thu ngân sách huyện Hậu Lộc đạt trên 167 tỷ đồng, tăng 5,2% so với năm 2017; ",
    "Yêu cầu Sở Y tế báo cáo trước ngày 15/11/2019; ", "bà Trịnh Thị Mơ – Bí thư Huyện uỷ Thọ Xuân thăm 32 hộ, ",
    "hoàn thành trong quý III/2020. ", "Đảng uỷ phường hoà giải 12 vụ. ", "từ 9,5 đến 10 ha lúa; ",
    "TP.Huế, TX. Bỉm Sơn ", "chậm nhất là 17h ngày 5/5. ", "không quá ba phần tư số hộ, ",
    "UBND các xã, phường; Sở Tài chính ", "PGS.TS Lê Văn Tám ",
    "năm 2018-2020 ", "1.234.567 con gia súc ", "2 triệu 500 nghìn đồng/người/tháng ", "rằm tháng Giêng năm Ất Tỵ ",
)
NUMBERS = (
    "hai", "ba", "mười", "mươi", "trăm", "nghìn", "triệu", "tỷ", "rưỡi", "linh", "phần", "vạn", "chục", "nửa",
    "hơn", "gần", "khoảng", "đến", "từ", "đồng", "%", "ha", "hộ", "m2", "km", "/", "-", "–", ",", ".", "1",
    "20", "3.000", "9,5", "½", "ngày", "tháng", "năm", "quý", "tuần", "trước", "sau", "hôm nay", "qua", "tới",
    "cuối", "đầu", "II", "16/10", "30/2", "31/12/9999", "0", "0000", "tết", "âm lịch", "giao thừa", "thứ hai",
    "17h30", "(", ")", "\xa0", "\n", "٣", "²", "1e999",
)
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
ZERO_WIDTH = "\u200b\u200c\u200d\ufeff\u2060\u00ad\u180e\ufe0f"
EMOJI = ("😀", "👩‍🌾", "🇻🇳", "🏳️‍🌈", "👍🏽", "1️⃣", "🦆")
LONGEST = 40
"""Pieces of a text; what comes of it is some hundred characters long, and at times a few thousand."""

# What the letters are in TCVN3 (ABC), read as Latin-1; capitals with a tone are their small letters in another font.
TCVN3 = dict(zip(
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    bytes.fromhex(
        "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9"
        "eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
    ).decode("latin-1"), strict=True,
))
_VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_CIRCUMFLEX = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_I = {"ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "í": "í", "ì": "ì"}


def to_tcvn3(text: str) -> str:
    """A text as its bytes in TCVN3 look where they are taken for Latin-1."""
    return "".join(TCVN3.get(char) or TCVN3.get(char.lower(), char) for char in unicodedata.normalize("NFC", text))


def to_vni(text: str) -> str:
    """A text as its bytes in VNI look where they are taken for Latin-1."""
    return "".join(_vni(char) for char in unicodedata.normalize("NFC", text))


def _vni(char: str) -> str:
    small = char.lower()
    if small in _VNI_I:
        made = _VNI_I[small]
        return made.upper() if char != small else made
    base, *marks = unicodedata.normalize("NFD", small)
    if not marks:
        return char
    tone = next((mark for mark in marks if mark in _VNI_TONES), "")
    if "\u0302" in marks:
        made = base + _VNI_CIRCUMFLEX[tone]
    elif "\u0306" in marks:
        made = base + _VNI_BREVE[tone]
    else:
        horned = {"o": "ô", "u": "ö"}.get(base, base) if "\u031b" in marks else base
        made = horned + (_VNI_TONES[tone] if tone else "")
    return made.upper() if char != small else made


def plain(rng: random.Random) -> str:
    """Some fragments of the genre in any order; the longest are some thousand characters."""
    return "".join(rng.choice(FRAGMENTS) for _ in range(rng.randint(1, rng.choice((2, 4, 10, 10, LONGEST)))))


def unicode(rng: random.Random) -> str:
    """Characters of any plane, unassigned ones and noncharacters too, surrogates left out."""
    def char() -> str:
        point = rng.randrange(rng.choice((0x80, 0x250, 0x1F00, 0x10000, 0x110000)))
        return chr(point) if not 0xD800 <= point <= 0xDFFF else " "

    return "".join(char() for _ in range(rng.randint(0, 400)))


def _sprinkled(marks: str | tuple[str, ...], often: float) -> Callable[[random.Random], str]:
    def make(rng: random.Random) -> str:
        return "".join(char + rng.choice(marks) * (rng.random() < often) for char in plain(rng))

    return make


def surrogates(rng: random.Random) -> str:
    """Text with halves of surrogate pairs, alone and in pairs."""
    halves = [chr(rng.randint(0xD800, 0xDFFF)) for _ in range(rng.randint(1, 4))]
    return _with(rng, plain(rng), halves)


def _with(rng: random.Random, text: str, pieces: list[str]) -> str:
    for piece in pieces:
        at = rng.randint(0, len(text))
        text = text[:at] + piece + text[at:]
    return text


def nfd(rng: random.Random) -> str:
    """Decomposed letters, at times with marks in another order, doubled or without a letter."""
    text = unicodedata.normalize(rng.choice(("NFD", "NFKD")), plain(rng))
    return _with(rng, text, [chr(rng.randint(0x300, 0x36F)) * rng.choice((1, 1, 30)) for _ in range(rng.randint(0, 5))])


def bom(rng: random.Random) -> str:
    """Byte order marks at the beginning and within."""
    return "\ufeff" * rng.randint(1, 3) + _with(rng, plain(rng), ["\ufeff", "\ufffe"])


def line_ends(rng: random.Random) -> str:
    """Every kind of line end, and white space of every width."""
    ends = ("\r\n", "\r", "\n", "\n\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\t", "\u00a0", "\u3000", "  ")
    return "".join(rng.choice(ends) if char == " " and rng.random() < 0.4 else char for char in plain(rng))


def controls(rng: random.Random) -> str:
    """Control characters, NUL too."""
    points = (*range(32), 127, *range(128, 160))
    return _with(rng, plain(rng), [chr(rng.choice(points)) for _ in range(rng.randint(1, 30))])


def legacy(rng: random.Random) -> str:
    """Text whose letters are those of an old font, or are what a wrong reading of UTF-8 leaves."""
    text = plain(rng)
    kind = rng.randrange(4)
    if kind < 2:
        return (to_tcvn3, to_vni)[kind](text)
    return text.encode().decode("cp1252", "replace") if kind == 2 else text.encode().decode("latin-1")


def long_words(rng: random.Random) -> str:
    """Words of hundreds and thousands of letters, digits, marks, stops."""
    pieces = [rng.choice(("a", "Đ", "ế", "7", "1.", "9,", "/", "-", ".", "“", "(", "e\u0301", "Ab", "…", "tỷ", "1/"))
              * rng.choice((50, 50, 300, 300, 2000)) for _ in range(rng.randint(1, 3))]
    return _with(rng, plain(rng), pieces)


def noise(rng: random.Random) -> str:
    """Fragments of the genre whose characters are lost, doubled, swapped, set in capitals."""
    out: list[str] = []
    for char in plain(rng):
        kind = rng.random()
        if kind < 0.02:
            continue
        if kind < 0.04:
            out.append(rng.choice("0123456789.,;:-–/()\"'“”!?% \n\t"))
        out.append(char.upper() if 0.04 < kind < 0.1 else char * rng.choice((1, 1, 2)) if kind < 0.13 else char)
    return "".join(out)


def numbers(rng: random.Random) -> str:
    """Words and figures of the number and time grammars in any order."""
    glue = rng.choice((" ", " ", "", "\u00a0"))
    return glue.join(rng.choice(NUMBERS) for _ in range(rng.randint(1, rng.choice((4, 12, 60)))))


TEXTS: dict[str, Callable[[random.Random], str]] = {
    "the genre": plain, "random Unicode": unicode, "NFD": nfd, "half surrogates": surrogates, "byte order marks": bom,
    "line ends, white space": line_ends, "control characters": controls, "right-to-left marks": _sprinkled(BIDI, 0.05),
    "zero width": _sprinkled(ZERO_WIDTH, 0.1), "TCVN3, VNI, mojibake": legacy, "emoji": _sprinkled(EMOJI, 0.05),
    "very long words": long_words, "noise": noise, "numbers": numbers,
}
