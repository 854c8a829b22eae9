"""Random documents with all that a document can hold, and what of them must come back."""

from hypothesis import strategies as st

from tests.annotations.strategies import documents

SCORES = st.one_of(st.none(), st.floats(0, 1))
META = st.dictionaries(
    st.sampled_from(["date", "title", "source", "số"]),
    st.one_of(st.text(max_size=5), st.integers(0, 9), st.lists(st.booleans(), max_size=2), st.none()), max_size=3,
)


@st.composite
def full(draw, across=True):
    """Odd white space, letters beyond the first plane, scores, a model, and tasks across line ends."""
    document = draw(documents())
    swap = draw(st.sampled_from([{}, {" ": "\u00a0"}, {"\n": "\u2028"}, {"\n": "\r"}, {"U": "𝒰", "n": "\u0301"}]))
    document.text = "".join(swap.get(char, char) for char in document.text)
    for entity in document.entities:
        if across and entity.label == "TASK" and draw(st.booleans()):
            entity.end = len(document.text)
        entity.text = document.text[entity.start:entity.end]
        entity.score = draw(SCORES)
        entity.id = draw(st.sampled_from([entity.id, f"x-{entity.id}"])) if not document.relations else entity.id
    for relation in document.relations:
        relation.score = draw(SCORES)
    document.meta = draw(META)
    document.model = draw(st.sampled_from([None, {"name": "vi_x", "version": "1.0"}]))
    document.records = draw(st.sampled_from([None, {"officials": [{"name": "Nguyễn Văn An", "at": [0, 3]}]}]))
    return document


def same(document, read):
    """Whether all came back; the order of entities and relations means nothing."""
    def rows(items):
        return sorted((item.to_json() for item in items), key=lambda row: sorted(map(str, row.items())))

    ours, theirs = document.to_json(), read.to_json()
    for name in ("entities", "relations"):
        ours[name], theirs[name] = rows(getattr(document, name)), rows(getattr(read, name))
    return ours == theirs
