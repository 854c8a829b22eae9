"""Who and what one article names, told from that article alone: the first half of joining across articles.

A person of an article is an :class:`~pipeline.archive.posts.Appearance`: all mentions of one name, full and short,
with the offices they are said to hold. An office that is named without a person is one too, to be resolved through
who held it then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotations.document import Document, Entity
from pipeline.archive import bodies, positions
from pipeline.archive.bodies import Body
from pipeline.archive.context import MOST, ONLY_ONE, Context
from pipeline.archive.localities import localities, type_of
from pipeline.archive.names import name_key
from pipeline.archive.positions import Office
from pipeline.archive.posts import Appearance, Post
from pipeline.records.bodies import fullest
from pipeline.records.coreference import Coreference
from pipeline.records.graph import Graph, shown
from pipeline.records.people import PEOPLE, is_former, means_holder
from pipeline.records.words import words


class Source(NamedTuple):
    """A tagged article.

    Attributes:
        document: with its entities and relations.
        places: mention id -> code, of LOC.
        date: of the article, ISO 8601 or None.
    """

    document: Document
    places: dict[str, str]
    date: str | None


class Found(NamedTuple):
    """What an article names.

    Attributes:
        bodies: mention id -> body: of ORG, and of a POSITION the body it is in.
        people: those with a full name, and those without one who hold an office in a known body.
        offices: offices held by one at a time whose holder the article does not name.
    """

    bodies: dict[str, Body]
    people: list[Appearance]
    offices: list[Appearance]


def analyse(source: Source, key: Callable[[Body], str] = lambda body: body.key) -> Found:
    """Read an article.

    Args:
        source: the article.
        key: gives a body's key; an editor may have said that a body is another one.
    """
    graph = Graph(source.document)
    chains = Coreference(graph)
    context, found = _organisations(source, graph, chains)
    posts: dict[str, Post] = {}
    for position in graph.labelled("POSITION"):
        office = positions.read(position.text)
        if office is None:
            continue
        body = _body_at(position, office, source, graph, context, found)
        if body:
            found[position.id] = body
        posts[position.id] = Post(
            office.title, key(body) if body else None, body.home if body else None, bool(body and body.national),
            office.seat, office.sole, is_former(source.document.text, position), body.score if body else 1.0,
        )
    people = [
        person for chain in chains.people for person in _people(chain, graph, posts, context.province)
        if person.full or any(post.office for post in person.posts)
    ]
    return Found(found, people, _unnamed(source, graph, posts, people))


def _organisations(source: Source, graph: Graph, chains: Coreference) -> tuple[Context, dict[str, Body]]:
    mentions = graph.labelled("ORG")
    names = {entity.id: name for entity in mentions if (name := bodies.read(entity.text, source.date))}
    places = [
        (entity.start, source.places[entity.id]) for entity in graph.labelled("LOC") if entity.id in source.places
    ]
    places += [
        (entity.start, names[entity.id].units[0].code) for entity in mentions
        if entity.id in names and len(names[entity.id].units) == 1
    ]
    context = Context(places)
    found = {}
    for entity in mentions:
        name = names.get(entity.id)
        body = context.body(name, entity.start) if name else None
        if name and not name.named and (body is None or body.score < ONLY_ONE):
            whole = fullest(chains.chain(entity))
            said = names.get(whole.id)
            if whole is not entity and said and (said.named or name.head):
                own = context.body(said, whole.start)
                body = replace(own, score=min(own.score, MOST)) if own else body
        if body:
            found[entity.id] = body
    return context, found


def _body_at(
    position: Entity, office: Office, source: Source, graph: Graph, context: Context, found: dict[str, Body],
) -> Body | None:
    """The body that an office is in."""
    organisation, _ = graph.tail(position, "AT", "ORG")
    place, _ = graph.tail(position, "AT", "LOC")
    if organisation and (organisation.id in found or office.body):
        return found.get(organisation.id)
    if (organisation or place) and not office.body:
        return _body_of(office.title, organisation or place, source, context)
    name = bodies.read(office.body, source.date) if office.body else None
    return context.body(name, position.start) if name else None


def _body_of(title: str, place: Entity | None, source: Source, context: Context) -> Body | None:
    """The body of "Chủ tịch" where it stands with a unit alone."""
    if place is None:
        return None
    code, name = source.places.get(place.id), words(place.text)
    kind = " ".join(localities().kind(code) if code else type_of(name))
    body = positions.body_of_unit(title, kind)
    if not body:
        return None
    if code and (core := bodies.read(body, source.date)):
        return Body(" ".join(core.core), code, ONLY_ONE, named=True)
    whole = bodies.read(" ".join([body, *name[len(type_of(name)):]]), source.date)
    return context.body(whole, place.start) if whole else None


def _people(
    chain: Sequence[Entity], graph: Graph, posts: dict[str, Post], province: str | None,
) -> Iterator[Appearance]:
    """The person of a chain of mentions; two where it holds two."""
    named = [entity for entity in chain if entity.label in PEOPLE]
    if not named:
        return
    held = {
        entity.id: [posts[position.id] for position, _ in graph.tails(entity, "HOLDS") if position.id in posts]
        for entity in chain
    }
    fullest_name = max(named, key=lambda entity: (len(entity.text.split()), -entity.start))
    for own in _apart(chain, held):
        names = [entity for entity in own if entity.label in PEOPLE]
        if names:
            yield Appearance(
                name_key(fullest_name.text), shown(fullest_name) or "", [entity.id for entity in own],
                _distinct(post for entity in own for post in held[entity.id]),
                any(entity.label == "OFFICIAL" for entity in names), province, own[0].start,
            )


def _distinct(posts: Iterable[Post]) -> list[Post]:
    """Posts, each once and as sure as it is anywhere; one without a body only where no other has its title."""
    best: dict[tuple[str, str | None, bool], Post] = {}
    for post in posts:
        same = post.title, post.body, post.former
        if same not in best or best[same].sure < post.sure:
            best[same] = post
    placed = {post.title for post in best.values() if post.body}
    return sorted((post for post in best.values() if post.body or post.title not in placed), key=str)


def _apart(group: Sequence[Entity], holds: dict[str, list[Post]]) -> list[list[Entity]]:
    """Mentions of one name, apart where two people of an article bear it.

    They do where the article gives them one office in two units of one level, and never both at once: "ông Nam,
    Chủ tịch xã A, và ông Nam, Chủ tịch xã B". A mention without an office goes with the one before it.
    """
    people: list[tuple[list[Entity], list[Post]]] = []
    for entity in group:
        own = holds[entity.id]
        fits = [person for person in people if not any(_rival(one, other) for one in own for other in person[1])]
        same = [person for person in fits if set(own) & set(person[1])]
        last = people[-1:] if not own else []
        chosen = next(iter(same or last or fits[-1:]), None)
        if chosen is None:
            people.append(([entity], [*own]))
        else:
            chosen[0].append(entity)
            chosen[1].extend(own)
    return [mentions for mentions, _ in people]


def _rival(one: Post, other: Post) -> bool:
    """Whether two posts are one office, held by one at a time, in two units of one level."""
    known = localities()
    units = known.get(one.place), known.get(other.place)
    return (
        one.sole and one.title == other.title and one.body != other.body and not one.former and not other.former
        and units[0] is not None and units[1] is not None and units[0].level == units[1].level and units[0] != units[1]
    )


def _unnamed(source: Source, graph: Graph, posts: dict[str, Post], people: Iterable[Appearance]) -> list[Appearance]:
    """Offices without a person that stand for who holds them."""
    text = source.document.text
    known = {mention for person in people for mention in person.mentions}
    known |= {position.id for entity in graph.labelled(*PEOPLE) for position, _ in graph.tails(entity, "HOLDS")}
    starts = {entity.start for entity in graph.labelled(*PEOPLE)}
    holders = {post.office for person in people for post in person.posts if not post.former}
    out: dict[str, Appearance] = {}
    for position in graph.labelled("POSITION"):
        post = posts.get(position.id)
        if post is None or position.id in known or not post.sole or post.former or post.office in (None, *holders):
            continue
        if means_holder(text, position, starts):
            row = out.setdefault(str(post.office), Appearance("", "", [], [post], start=position.start))
            row.mentions.append(position.id)
    return list(out.values())
