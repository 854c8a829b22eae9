"""Articles made of what they are to say: sentences with their mentions and relations, joins known."""

import json
import re
from pathlib import Path

from annotations.document import Document, Entity, Relation
from pipeline.archive import identity, store, write
from pipeline.records import build_records

SET = Path(__file__).with_name("identity_set.json")


class Writer:
    """Writes an article sentence by sentence.

    Attributes:
        who: mention id -> the person meant.
        which: mention id -> the body meant.
    """

    def __init__(self):
        self.text, self.entities, self.relations = "", [], []
        self.who, self.which = {}, {}

    def say(self, words):
        self.text += words

    def mark(self, label, words, **attributes):
        name = f"e{len(self.entities) + 1}"
        self.entities.append(Entity(name, len(self.text), len(self.text) + len(words), label, words, **attributes))
        self.text += words
        return name

    def relate(self, label, head, tail):
        self.relations.append(Relation(head, tail, label, 0.9))

    def office(self, title, body=None, which=None, unit=None):
        former, title = re.match(r"((?:nguyên )?)(.*)", title).groups()
        self.say(former)
        position = self.mark("POSITION", title, score=0.9)
        for label, words in (("ORG", body), ("LOC", unit)):
            if words:
                self.say(" ")
                place = self.mark(label, words, score=0.9)
                self.relate("AT", position, place)
                if label == "ORG":
                    self.which[place] = which
        return position


def article(name, row):
    """The document of an article of the set, and its writer, which knows the joins."""
    out = Writer()
    for said in row["says"]:
        if "person" in said:
            out.say("Ông ")
            person = out.mark(said["label"], said["person"], score=0.9)
            out.who[person] = said.get("who")
            for title, body, which in said["offices"]:
                out.say(", ")
                out.relate("HOLDS", person, out.office(title, body, which))
            if "of_unit" in said:
                out.say(", ")
                title, unit = said["of_unit"]
                out.relate("HOLDS", person, out.office(title, unit=unit))
            out.say(f" phát biểu ở {name}.\n")
        elif "office" in said:
            out.who[out.office(said["office"], said["body"], said.get("which"))] = said.get("who")
            out.say(" yêu cầu báo cáo.\n")
        elif "body" in said:
            out.which[out.mark("ORG", said["body"], score=0.9)] = said.get("which")
            out.say(" đã báo cáo.\n")
        else:
            out.say("Cuộc họp tại ")
            out.mark("LOC", said["place"], score=0.9)
            out.say(".\n")
    meta = {"date": row["date"], "source": row.get("source")}
    document = Document(
        name, out.text, {key: value for key, value in meta.items() if value}, out.entities, out.relations,
        model={"name": "hand", "version": "1"},
    )
    document.records = build_records(document)
    return document, out


def articles():
    """All of the set: name -> (document, writer)."""
    rows = json.loads(SET.read_text("utf-8"))["articles"]
    return {f"bài {number}": article(f"bài {number}", row) for number, row in enumerate(rows, 1)}


def add(db, documents, batch=50):
    """Write documents and join them, some at a time; their ids."""
    ids = []
    documents = list(documents)
    for at in range(0, len(documents), batch):
        with store.writing(db):
            new = [write.insert(db, write.prepare(document)) for document in documents[at:at + batch]]
            identity.join(db, new)
        ids += new
    return ids


def archive(path, documents=(), batch=50):
    """A new archive of documents."""
    db = store.open_archive(path, create=True)
    add(db, documents, batch)
    return db
