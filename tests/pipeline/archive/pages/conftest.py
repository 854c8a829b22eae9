"""A small archive of invented articles, and the pages over it."""

import asyncio
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest

from annotations.document import Document, Entity, Relation

TOKEN = "a token that nobody guesses"
HOSTILE = "<script>alert('x')</script>"


def document(key, text, found, relations=(), **meta):
    """A tagged article: ``found`` is (id, words, label, score, attributes), each searched from the one before on."""
    entities, at = [], 0
    for name, words, label, score, *more in found:
        start = text.index(words, at if label != "TASK" else 0)
        at = start + len(words) if label != "TASK" else at
        entities.append(Entity(name, start, start + len(words), label, words, **(more[0] if more else {}), score=score))
    made = Document(key, text, meta, entities, [Relation(head, tail, label, 0.9) for head, tail, label in relations])
    made.model = {"name": "hand", "version": "1"}
    return made


def documents():
    """An office, a figure and a deadline; another office of the same man and a doubtful label; a hostile one."""
    yield document(
        "an-lac-1",
        "Xã An Lạc họp bàn cấp nước\nÔng Trần Văn Mẫu – Chủ tịch UBND xã An Lạc yêu cầu Phòng Kinh tế huyện Hòa Vang "
        "lập kế hoạch cấp nước trước ngày 15/4/2024. Thu ngân sách của xã An Lạc năm 2023 đạt 12 tỷ đồng.",
        [
            ("e1", "Trần Văn Mẫu", "OFFICIAL", 0.97), ("e2", "Chủ tịch", "POSITION", 0.96),
            ("e3", "UBND xã An Lạc", "ORG", 0.95), ("e4", "Phòng Kinh tế huyện Hòa Vang", "ORG", 0.93),
            ("e5", "lập kế hoạch cấp nước", "TASK", 0.8),
            ("e6", "trước ngày 15/4/2024", "DEADLINE", 0.92, {"value": "2024-04-15"}),
            ("e7", "Thu ngân sách", "INDICATOR", 0.9), ("e8", "xã An Lạc", "LOC", 0.88),
            ("e9", "năm 2023", "DATE", 0.9, {"value": "2023"}),
            ("e10", "12 tỷ đồng", "QUANTITY", 0.94, {"value": 12e9, "unit": "VND", "bound": "exact"}),
        ],
        [
            ("e1", "e2", "HOLDS"), ("e2", "e3", "AT"), ("e5", "e6", "DUE"), ("e5", "e4", "ASSIGNED"),
            ("e10", "e7", "MEASURES"), ("e10", "e8", "OF"), ("e10", "e9", "AS_OF"),
        ],
        title="Xã An Lạc họp bàn cấp nước", date="2024-03-05", source="Báo Thử Nghiệm", url="https://example.org/an-lac",
    )
    yield document(
        "an-lac-2",
        "Sở Nội vụ có giám đốc mới\nÔng Trần Văn Mẫu giữ chức Giám đốc Sở Nội vụ thành phố Đà Nẵng. "
        "Thu ngân sách năm 2024 đạt 15 tỷ đồng.",
        [
            ("e1", "Sở Nội vụ", "ORG", 0.5), ("e2", "Trần Văn Mẫu", "OFFICIAL", 0.97),
            ("e3", "Giám đốc", "POSITION", 0.96), ("e4", "Sở Nội vụ thành phố Đà Nẵng", "ORG", 0.95),
            ("e5", "Thu ngân sách", "INDICATOR", 0.9), ("e6", "năm 2024", "DATE", 0.9, {"value": "2024"}),
            ("e7", "15 tỷ đồng", "QUANTITY", 0.94, {"value": 15e9, "unit": "VND", "bound": "exact"}),
        ],
        [("e2", "e3", "HOLDS"), ("e3", "e4", "AT"), ("e7", "e5", "MEASURES"), ("e7", "e6", "AS_OF")],
        title="Sở Nội vụ có giám đốc mới", date="2025-02-01", source="Báo Thử Nghiệm",
    )
    yield document(
        "../../etc/passwd",
        f"{HOSTILE} \"><img src=x onerror=alert(1)> '; DROP TABLE articles; -- NEAR(a b) UBND {{{{ 7 * 7 }}}} hết.",
        [("e1", HOSTILE, "PERSON", 0.3), ("e2", "UBND", "ORG", 0.4)],
        title=HOSTILE, date="2024-01-01", source='"><script>alert(2)</script>', url="javascript:alert(3)",
    )


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory):
    """The archive; read it only."""
    path = tmp_path_factory.mktemp("archive") / "../search & find.db"
    fill(path)
    return path


def fill(path):
    """Make an archive of the articles, as adding them does, with what a tagger would find given by hand."""
    from corpus.articles import Article
    from pipeline.archive import store
    from pipeline.archive.ingest import Ingest
    from pipeline.records import build_records

    made = {article.id: article for article in documents()}
    for article in made.values():
        article.records = build_records(article)
    failed = []
    db = store.open_archive(path, create=True)
    Ingest(db, lambda articles, failed: (made[article.id] for article in articles), failed.append).add(
        Article(article.id, article.text, article.meta) for article in made.values()
    )
    db.close()
    assert failed == []


@pytest.fixture
def own_archive(tmp_path):
    """An archive to write to."""
    fill(tmp_path / "own.db")
    return tmp_path / "own.db"


class Reader:
    """Asks a site as a browser does, keeping cookies."""

    def __init__(self, site):
        self.site, self.cookies = site, {}

    def __call__(self, path, method="get", **more):
        answer = asyncio.run(self._ask(method, path, more))
        for cookie in answer.headers.get_list("set-cookie"):
            self.cookies |= {name: part.value for name, part in SimpleCookie(cookie).items()}
        return answer

    def post(self, path, data, csrf=True, **more):
        """Send a form as one of the pages would: with the token that its cookie has."""
        if csrf:
            data = {**data, "csrftoken": self.cookies.get("ds_csrftoken", "")}
        return self(path, "post", data=data, **more)

    def sign_in(self, token=TOKEN, name="Lan"):
        self("/sign-in")
        return self.post("/sign-in", {"token": token, "name": name})

    async def _ask(self, method, path, more):
        return await getattr(self.site.client, method)(path, cookies=dict(self.cookies), **more)


@pytest.fixture(scope="session")
def site(archive_file):
    from pipeline.archive.pages.site import Site

    return Site(archive_file)


@pytest.fixture
def ask(site):
    return Reader(site)


@pytest.fixture
def editing(own_archive):
    """A site that can be written to: ``ask`` it, look at ``db``."""
    from pipeline.archive import store
    from pipeline.archive.pages.site import Site

    db = store.open_archive(own_archive, read_only=True)
    yield SimpleNamespace(ask=Reader(Site(own_archive, token=TOKEN)), db=db, path=own_archive)
    db.close()
