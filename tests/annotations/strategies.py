"""Random documents that keep to the schema."""

from hypothesis import strategies as st

from annotations.document import Document, Entity, Relation
from annotations.schema import SCHEMA
from annotations.tokens import tokens

WORDS = st.sampled_from(
    ["Ủy", "ban", "UBND", "phường", "Nguyễn", "Văn", "An", "12", "9,5", "tỷ", "ngày", "5/5", "trước", "báo", "cáo",
     ";", ",", "hộ", "Chủ", "tịch", "Huế"]
)


@st.composite
def documents(draw, layers=True, values=True, relations=True):
    lines = draw(st.lists(st.lists(WORDS, min_size=1, max_size=9), min_size=1, max_size=4))
    text = "\n".join(" ".join(line) for line in lines)
    document = Document(draw(st.sampled_from(["a", "b/1", "c d"])), text, {"date": "2018-11-11"})
    at = 0
    for line in lines:
        end = at + len(" ".join(line))
        _entities(draw, document, at, end, layers, values)
        at = end + 1
    if relations:
        _relations(draw, document)
    return document


def _entities(draw, document, start, end, layers, values):
    places = tokens(document.text, start, end)
    index = 0
    while index < len(places):
        length = draw(st.integers(0, 3))
        if length and index + length <= len(places):
            label = draw(st.sampled_from(SCHEMA.flat))
            _add(draw, document, places[index][0], places[index + length - 1][1], label, values)
        index += max(1, length)
    if layers and draw(st.booleans()):
        first = draw(st.integers(0, len(places) - 1))
        _add(draw, document, places[first][0], places[-1][1], "TASK", values)


def _add(draw, document, start, end, label, values):
    entity = Entity(f"e{len(document.entities) + 1}", start, end, label, document.text[start:end])
    if values and label == "QUANTITY":
        entity.value = draw(st.sampled_from([None, 5.0, 9.5e9, [5.0, 7.0]]))
        entity.unit, entity.bound = draw(st.sampled_from(["VND", "%", "hộ"])), draw(st.sampled_from(SCHEMA.bounds))
    elif values and label in SCHEMA.attributes:
        entity.value = draw(st.sampled_from([None, "2018-11-15"]))
    document.entities.append(entity)


def _relations(draw, document):
    for head in document.entities:
        for tail in document.entities:
            same_line = "\n" not in document.text[min(head.start, tail.start):max(head.end, tail.end)]
            for label in SCHEMA.between(head.label, tail.label):
                if same_line and head is not tail and draw(st.booleans()):
                    document.relations.append(Relation(head.id, tail.id, label))
