"""Tagging: articles in, documents out, one at a time; a bad one does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext

from spacy.language import Language
from spacy.tokens import Doc

from annotations.document import Document
from annotations.errors import CongbaoError
from corpus.articles import Article
from pipeline.document import to_document

_WORDS = 1 << 13  # that a vocabulary keeps in a stream; what an article adds beyond is forgotten with it


def make_doc(nlp: Language, article: Article) -> Doc:
    """An article as a pipeline's components take it: its tokens, and what it tells of when and where it plays."""
    doc = nlp.make_doc(article.text)
    doc._.date = article.meta.get("date")
    doc._.meta = article.meta
    return doc


def tag_article(nlp: Language, article: Article) -> Document:
    """Run a pipeline over one article.

    Args:
        nlp: see :func:`pipeline.load`.
        article: its ``meta.date`` (ISO 8601) is what "hôm nay" and missing years are read against.

    Returns:
        The document, with the article's id and meta.
    """
    document = to_document(nlp(make_doc(nlp, article)), article.id, article.meta)
    document.model = {"name": nlp.meta["name"], "version": nlp.meta["version"]}
    return document


def tag_documents(nlp: Language, documents: Iterable[Document]) -> Iterator[Document]:
    """Tag the texts of documents; what they are annotated with is not looked at."""
    for document in documents:
        yield tag_article(nlp, Article(document.id, document.text, document.meta))


def tag_or_error(nlp: Language, article: Article) -> Document | CongbaoError:
    """Run a pipeline over one article of a stream; whatever goes wrong is the error that names it.

    Where the vocabulary knows many words, those it learns from the article are forgotten with it, so that a long stream
    does not fill the memory. No other thread may use the pipeline meanwhile.
    """
    try:
        with _passing(nlp):
            return tag_article(nlp, article)
    except CongbaoError as error:
        return type(error)(f"{article.id}: {error.what}", offset=error.offset, why=error.why, hint=error.hint)
    except Exception as error:  # whatever goes wrong in a library, the other articles are still tagged
        return CongbaoError(f"{article.id} cannot be tagged", why=f"{type(error).__name__}: {error}")


def _passing(nlp: Language) -> AbstractContextManager[object]:
    """spaCy's memory zone, unless the vocabulary knows few words yet or the caller has opened one."""
    many = len(nlp.vocab) > _WORDS and not nlp.vocab.in_memory_zone  # type: ignore[attr-defined]
    return nlp.memory_zone() if many else nullcontext()


def tag_stream(
    nlp: Language, articles: Iterable[Article | CongbaoError], failed: Callable[[CongbaoError], None],
) -> Generator[Document, None, None]:
    """Tag a stream in which some articles could not be read, or cannot be tagged.

    Args:
        nlp: see :func:`pipeline.load`; not for two threads at once, see :func:`tag_or_error`.
        articles: as :func:`corpus.readers.read_paths` gives them.
        failed: called with the error of each article that gives no document.
    """
    for article in articles:
        outcome = article if isinstance(article, CongbaoError) else tag_or_error(nlp, article)
        if isinstance(outcome, CongbaoError):
            failed(outcome)
        else:
            yield outcome
