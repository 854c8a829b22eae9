"""Random documents, and the scorer's figures worked out the slow way: by trying every pair, one at a time."""

from __future__ import annotations

from hypothesis import strategies as st

from annotations import SCHEMA, Document, Entity, Relation
from annotations.sentences import sentences

TEXT = "Sở Y tế có 32 hộ; Ông An nói. UBND xã Bá giao; báo cáo trước 5/5\nHết năm 2018; còn 7 tỷ."
LABELS = ("ORG", "LOC", "QUANTITY", "DEADLINE", "DATE", "TASK")  # few, so that spans of one label often meet


@st.composite
def documents(draw, identity="d", scored=False, text=TEXT, most=7):
    """A document with nested, equal, touching and duplicate spans, or with none."""
    entities = []
    for number in range(draw(st.integers(0, most))):
        if entities and draw(st.booleans()):  # near an earlier one, so that ties and duplicates are common
            near = draw(st.sampled_from(entities))
            start = min(len(text) - 1, max(0, near.start + draw(st.integers(-1, 1))))
            end = min(len(text), max(start + 1, near.end + draw(st.integers(-1, 1))))
        else:
            start = draw(st.integers(0, len(text) - 2))
            end = draw(st.integers(start + 1, min(len(text), start + 12)))
        entities.append(Entity(
            f"e{number}", start, end, draw(st.sampled_from(LABELS)), text[start:end],
            draw(st.sampled_from([None, 32, 32.0, "2018"])), draw(st.sampled_from([None, "hộ"])),
            draw(st.sampled_from([None, "exact", "over"])),
            draw(st.sampled_from([0.1, 0.5, 0.5, 0.9, 1.0])) if scored else None,
        ))
    relations = []
    if entities:
        ids = st.sampled_from([entity.id for entity in entities])
        for _ in range(draw(st.integers(0, 5))):
            relations.append(Relation(draw(ids), draw(ids), draw(st.sampled_from(["AT", "OF", "DUE"])),
                                      draw(st.sampled_from([0.2, 0.8])) if scored else None))
    return Document(identity, text, {"source": draw(st.sampled_from(["a", "b"]))}, entities, relations)


@st.composite
def corpora(draw, least=1, most=4):
    """Gold and predicted documents; the predicted ones share some of the gold and come in any order."""
    gold, predicted = [], []
    for number in range(draw(st.integers(least, most))):
        document = draw(documents(f"{number}"))
        answer = draw(documents(f"{number}", scored=True))
        for entity in document.entities:
            for again in range(draw(st.integers(0, 2))):  # right, or off by one, or under another label
                start = max(0, entity.start + draw(st.sampled_from([0, 0, -1, 1])))
                start = min(start, len(TEXT) - 1)
                end = min(len(TEXT), max(start + 1, entity.end + draw(st.sampled_from([0, 0, -1, 1]))))
                label = draw(st.sampled_from([entity.label, entity.label, *LABELS[:2]]))
                answer.entities.append(Entity(
                    f"{again}{entity.id}", start, end, label, TEXT[start:end], entity.value, entity.unit,
                    draw(st.sampled_from(["exact", "over"])), 0.7,
                ))
        shared = [entity.id for entity in answer.entities]
        for relation in document.relations:
            heads = [one for one in shared if one[1:] == relation.head]
            tails = [one for one in shared if one[1:] == relation.tail]
            if heads and tails and draw(st.booleans()):
                ends = draw(st.sampled_from(heads)), draw(st.sampled_from(tails))
                answer.relations.append(Relation(*ends, relation.label, 0.6))
        gold.append(document)
        predicted.append(answer)
    return gold, draw(st.permutations(predicted))


def distinct(document):
    """Each span once, with the entity of the highest score (then the first id) for it."""
    kept = {}
    for entity in document.entities:
        span = (entity.start, entity.end, entity.label)
        best = kept.get(span)
        if best is None or (-(entity.score or 0), entity.id) < (-(best.score or 0), best.id):
            kept[span] = entity
    return kept


def links(document):
    """Each relation once, by the spans it joins."""
    place = {entity.id: (entity.start, entity.end, entity.label) for entity in document.entities}
    return {(place[one.head], place[one.tail], one.label) for one in document.relations}


def shared(one, other):
    """Number of code points two spans have in common, counted."""
    return len(set(range(one[0], one[1])) & set(range(other[0], other[1])))


def outcome(gold, predicted, strategy):
    """[correct, incorrect, partial, missed, spurious] of two lists of spans, best pairs first."""
    gold, predicted = list(gold), list(predicted)
    counts = [0, 0, 0, 0, 0]
    while True:
        pairs = []
        for one in gold:
            for other in predicted:
                if shared(one, other):
                    place, label = one[:2] == other[:2], one[2] == other[2]
                    first = (label, place) if strategy == "type" else (place, label)
                    pairs.append((first, shared(one, other), one, other))
        if not pairs:
            break
        best = max(pair[:2] for pair in pairs)
        # Of equally good pairs the first in the order of the text.
        _, _, one, other = min((pair for pair in pairs if pair[:2] == best), key=lambda pair: pair[2:])
        gold.remove(one)
        predicted.remove(other)
        place, label = one[:2] == other[:2], one[2] == other[2]
        right = {"strict": place and label, "exact": place, "partial": place, "type": label, "overlap": True}
        counts[0 if right[strategy] else 2 if strategy == "partial" else 1] += 1
    counts[3], counts[4] = len(gold), len(predicted)
    return counts


def entity_counts(gold, predicted, strategy, labels):
    """Outcome counts over a whole corpus, of the spans with these labels."""
    answers = {document.id: document for document in predicted}
    total = [0, 0, 0, 0, 0]
    for document in gold:
        wanted = sorted(span for span in distinct(document) if span[2] in labels)
        given = sorted(span for span in distinct(answers[document.id]) if span[2] in labels)
        total = [a + b for a, b in zip(total, outcome(wanted, given, strategy), strict=True)]
    return total


def part(text, head, tail):
    """The distance class of two spans."""
    def sentence(at):
        return [start for start, _ in sentences(text) if start <= at][-1:]

    first, second = min(head, tail), max(head, tail)
    if sentence(first[0]) != sentence(second[0]):
        return "far"
    between = text[first[1]:second[0]]
    return "clause" if between.count(";") == 0 else "near" if len(between.split()) <= 50 else "far"


def relation_counts(gold, predicted, mode, strategy, row, distance):
    """[correct, missed, spurious] over a whole corpus."""
    answers = {document.id: document for document in predicted}
    total = [0, 0, 0]
    for document in gold:
        answer = answers[document.id]
        wanted, given = links(document), links(answer)
        if mode == "found":
            right = set(distinct(document)) & set(distinct(answer))
            wanted = {one for one in wanted if one[0] in right and one[1] in right}
            given = {one for one in given if one[0] in right and one[1] in right}

        def counts(link, text=document.text):
            return (row in ("all", link[2])) and distance in ("all", part(text, link[0], link[1]))

        wanted_left, given_left = sorted(wanted), sorted(given)
        while True:
            pairs = []
            for one in wanted_left:
                for other in given_left:
                    alike = (one[2], one[0][2], one[1][2]) == (other[2], other[0][2], other[1][2])
                    head, tail = shared(one[0], other[0]), shared(one[1], other[1])
                    if one == other or (strategy == "relaxed" and alike and head and tail):
                        equal = (one[0] == other[0]) + (one[1] == other[1])
                        pairs.append(((-equal, -(head + tail)), one, other))
            if not pairs:
                break
            _, one, other = min(pairs)
            wanted_left.remove(one)
            given_left.remove(other)
            total[0] += counts(one)
        total[1] += sum(counts(one) for one in wanted_left)
        total[2] += sum(counts(one) for one in given_left)
    return total


FLAT, MISSION = SCHEMA.flat, ("OFFICIAL", "ORG", "QUANTITY", "DEADLINE")
