"""Invented articles, and a tagger of a few known names: what ingestion is tested with, without a model."""

import re

from annotations.document import Document, Entity, Relation
from annotations.errors import CongbaoError
from corpus.articles import Article
from pipeline.records import build_records

_NAMES = {
    "OFFICIAL": ("Vũ Đình Khoát", "Mai Thị Hằng", "Lê Khắc Tuệ"),
    "POSITION": ("Chủ tịch", "Bí thư"),
    "ORG": ("UBND thị xã Bỉm Sơn", "Thị uỷ", "Sở Y tế"),
    "LOC": ("tỉnh Thanh Hoá", "thị xã Bỉm Sơn", "phường Bắc Sơn"),
    "INDICATOR": ("thu ngân sách",),
    "TASK": ("báo cáo kết quả",),
}
_PATTERNS = {
    "QUANTITY": r"\d+ tỷ đồng", "DATE": r"năm \d{4}", "DEADLINE": r"trước ngày (\d+)/(\d+)/(\d+)",
    **{label: "|".join(names) for label, names in _NAMES.items()},
}
_NEXT = {
    "OFFICIAL": ("HOLDS", "POSITION"), "POSITION": ("AT", "ORG"), "QUANTITY": ("AS_OF", "DATE"),
    "TASK": ("DUE", "DEADLINE"),
}
_PEOPLE = [
    ("Vũ Đình Khoát", "Chủ tịch", "UBND thị xã Bỉm Sơn"), ("Mai Thị Hằng", "Bí thư", "Thị uỷ"),
    ("Lê Khắc Tuệ", "Bí thư", "Thị uỷ"),
]


def text(number):
    """An article's text; each is another, and every fifth nearly repeats the one before it."""
    if number % 5 == 4:
        return text(number - 1).replace("Hết.", f"Hết ({number}).")
    name, position, body = _PEOPLE[number % 3]
    words = " ".join(f"việc{number}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 2)
    return (
        f"Họp lần {number}\nÔng {name}, {position} {body}, tỉnh Thanh Hoá cho biết thu ngân sách đạt"
        f" {number + 10} tỷ đồng trong năm {2000 + number % 20}. {words}.\n"
        f"Giao Sở Y tế báo cáo kết quả trước ngày {number % 28 + 1}/11/2018. Hết."
    )


def articles(count, first=0):
    """Invented articles."""
    for number in range(first, first + count):
        meta = {"title": f"Họp lần {number}", "date": f"2018-10-{number % 28 + 1:02}", "source": f"báo {number % 2}"}
        yield Article(f"tin/{number}", text(number), meta)


def tag(articles, failed, version="1"):
    """Tag a stream; an article with the word "hỏng" cannot be tagged."""
    for article in articles:
        if isinstance(article, CongbaoError):
            failed(article)
        elif "hỏng" in article.text:
            failed(CongbaoError(f"{article.id} cannot be tagged", why="it says so"))
        else:
            yield document(article, version)


def tag_anew(articles, failed):
    """As :func:`tag`, by a later version that finds no LOC and is less sure."""
    return tag(articles, failed, "2")


def document(article, version="1"):
    """What the toy finds in an article."""
    found = sorted(
        (match.start(), match.end(), label, match) for label, pattern in _PATTERNS.items()
        for match in re.finditer(pattern, article.text) if version == "1" or label != "LOC"
    )
    entities = [
        Entity(f"e{number}", start, end, label, match[0], *_value(label, match), score=0.9 / int(version))
        for number, (start, end, label, match) in enumerate(_apart(found), 1)
    ]
    out = Document(article.id, article.text, article.meta, entities, list(_relations(entities)),
                   model={"name": "toy", "version": version})
    out.records = build_records(out)
    return out


def _apart(found):
    last = 0
    for item in found:
        if item[0] >= last:
            yield item
            last = item[1]


def _value(label, match):
    if label == "QUANTITY":
        return int(match[0].split()[0]) * 10**9, "VND", "exact"
    if label == "DEADLINE":
        return (f"{match[3]}-{match[2]:>02}-{match[1]:>02}",)
    return (match[0][4:],) if label == "DATE" else ()


def _relations(entities):
    for at, entity in enumerate(entities):
        relation, tail = _NEXT.get(entity.label, (None, None))
        following = next((other for other in entities[at:] if other.label == tail), None)
        if following:
            yield Relation(entity.id, following.id, relation, 0.8)
        before = entities[at - 1] if at else None
        if before and (entity.label, before.label) == ("QUANTITY", "INDICATOR"):
            yield Relation(entity.id, before.id, "MEASURES", 0.8)
        if before and (entity.label, before.label) == ("TASK", "ORG"):
            yield Relation(entity.id, before.id, "ASSIGNED", 0.8)
