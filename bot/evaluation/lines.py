"""JSON lines: a file of one object a line, read as rows that name their problems."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bot.evaluation.sets import ObjectRow


def objects(name: str, lines: Iterable[str | bytes]) -> Iterator[ObjectRow]:
    """The object of each line of the file ``name``, or what is wrong with the line; blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield where, f"the line is not JSON ({error}); correct it"
            continue
        yield where, row if isinstance(row, dict) else 'the line is not a JSON object; write {"id": "…", …}'
