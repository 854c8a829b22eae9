"""Names of administrative units, as a gazetteer for features: which levels a name may name.

From two tables of public facts that ship with pinned libraries: ``vietnam-provinces`` (units since July
2025) and underthesea's table of the units before it. Nothing here comes from an annotated article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from annotations.errors import ModelError
from models.features import norm

_TYPE = re.compile(r"^(?:thành phố|tỉnh|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu)\s+", re.IGNORECASE)


def units_table(package: str, *inside: str) -> Path:
    """A table inside an installed package.

    Raises:
        ModelError: the package or the table is not there.
    """
    spec = find_spec(package)
    path = Path(spec.origin).parent.joinpath(*inside) if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelError(
            f"no table of administrative units in {package}", file=str(path),
            hint="install the version that pyproject.toml pins",
        )
    return path


def _units() -> Iterator[tuple[str, str]]:
    for row in json.loads(units_table("vietnam_provinces", "data", "flat-divisions.json").read_text("utf-8")):
        yield row["name"], "w"
        yield row["province_name"], "p"
    old = json.loads(units_table("underthesea", "address", "data", "mapping.json").read_text("utf-8"))
    for row in old["ward_mapping"]:
        yield row["old_ward"], "w"
        yield row["old_district"], "d"
        yield row["old_province"], "p"


@lru_cache(maxsize=1)
def place_names() -> dict[str, str]:
    """Folded names of units without their type noun -> the levels they name.

    Levels are p (province), d (district) and w (ward), joined where one name serves several. Names that
    are only a number, or a single syllable, are left out.

    >>> place_names()["hải phòng"], place_names()["ninh kiều"]
    ('p', 'dw')
    """
    levels: dict[str, set[str]] = {}
    for name, level in _units():
        bare = _TYPE.sub("", name)
        folded = " ".join(norm(part) for part in re.findall(r"[^\W\d_]+|\S", bare))
        if " " in folded and not any(char.isdigit() for char in folded):
            levels.setdefault(folded, set()).add(level)
    return {name: "".join(sorted(found)) for name, found in sorted(levels.items())}
