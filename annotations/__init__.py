"""Ground floor: the schema, the Document type, formats in and out, validation, guidelines, gold."""

from annotations.document import Document, Entity, Relation, read_jsonl, write_jsonl
from annotations.errors import CongbaoError, DocumentError, InputError, ModelError, NormalizationError, Skipped
from annotations.schema import SCHEMA, Schema

__all__ = [
    "SCHEMA", "CongbaoError", "Document", "DocumentError", "Entity", "InputError", "ModelError",
    "NormalizationError", "Relation", "Schema", "Skipped", "read_jsonl", "write_jsonl",
]
