"""People as one article names them, and their offices, as they are compared across articles."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.archive.names import group_key, is_full


class Post(NamedTuple):
    """An office in a body, as it is compared.

    Attributes:
        title: in one spelling.
        body: the body's key; None where it cannot be told.
        place: code of the unit the body belongs to; None for the country's and for those of none.
        national: of the whole country.
        seat: held beside other offices, and by many at once.
        sole: held by one at a time.
        former: said to be past.
        sure: how sure the body is.
    """

    title: str
    body: str | None
    place: str | None
    national: bool
    seat: bool
    sole: bool
    former: bool
    sure: float

    @property
    def office(self) -> str | None:
        """Title and body as one word; None where the body is not known."""
        return f"{self.title}@{self.body}" if self.body else None


@dataclass
class Appearance:
    """A person in an article, or an office without a person.

    Attributes:
        name: as it is compared; the empty string of an office without a name.
        written: the fullest form of the name.
        mentions: ids, in the order of the text.
        posts: offices, each once.
        official: said to hold an office.
        province: the one the article is most about.
        start: where the first mention stands.
    """

    name: str
    written: str
    mentions: list[str]
    posts: list[Post] = field(default_factory=list)
    official: bool = False
    province: str | None = None
    start: int = 0

    @property
    def group(self) -> str:
        """What all that may be this person's names share."""
        return group_key(self.name)

    @property
    def full(self) -> bool:
        """Whether the name tells people apart."""
        return is_full(self.name)

    def facts(self) -> str:
        """All of it as JSON; :meth:`of` reads it."""
        return json.dumps(vars(self), ensure_ascii=False)

    @classmethod
    def of(cls, facts: str) -> Appearance:
        """From JSON."""
        row = json.loads(facts)
        row["posts"] = [Post(*post) for post in row["posts"]]
        return cls(**row)
