"""Originals: the list of the texts behind a corpus, and what makes an entry of it unfit to be fetched or cited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.errors import SourceError
from bot.sources.document import Authority
from bot.sources.files import file_text
from bot.sources.finding import Finding

ORIGINALS = "lahteet.yaml"
_FIELDS = ("title", "publisher", "address", "kind", "authority", "licence")
_MAX_MB = 5


def findings_in_originals(path: Path) -> Iterator[Finding]:
    """What is wrong in the list at ``path``: groups of entries, each with all fields and an address of its own."""
    file = str(path)
    try:
        root = yaml.compose(file_text(path, file, _MAX_MB), Loader=yaml.SafeLoader)
    except SourceError as error:
        yield Finding(file=file, line=error.line or 1, message=str(error.args[0]))
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error).splitlines()[0]
        yield Finding(file=file, line=mark.line + 1 if mark else 1, message=f"not YAML ({problem}); correct it")
        return
    if not isinstance(root, MappingNode):
        yield Finding(file=file, line=1, message="not a list of groups; write a group's name and its entries below it")
        return
    seen: dict[str, int] = {}
    for name, group in root.value:
        if not isinstance(group, SequenceNode) or not group.value:
            yield _finding(file, name, f"the group {name.value!r} has no entries; add one or remove the group")
            continue
        for entry in group.value:
            yield from _entry(file, entry, seen)


def _entry(file: str, entry: Node, seen: dict[str, int]) -> Iterator[Finding]:
    """``seen`` keeps the line of each address met so far."""
    if not isinstance(entry, MappingNode):
        yield _finding(file, entry, "not an entry; write its fields, beginning with title")
        return
    fields = {key.value: value for key, value in entry.value}
    for key in _FIELDS:
        value = fields.get(key)
        if not isinstance(value, ScalarNode) or not value.value.strip():
            yield _finding(file, value or entry, f"{key}: missing; every entry has {', '.join(_FIELDS)}")
    for key, value in fields.items():
        if key not in _FIELDS:
            yield _finding(file, value, f"{key}: not a known field; correct or remove it")
    authority = fields.get("authority")
    if isinstance(authority, ScalarNode) and authority.value and authority.value not in set(Authority):
        yield _finding(file, authority, f"authority: {authority.value!r} is not one of {', '.join(Authority)}")
    address = fields.get("address")
    if isinstance(address, ScalarNode) and address.value:
        if not _fetchable(address.value):
            yield _finding(file, address, f"address: {address.value!r} is not an http or https address")
        elif address.value in seen:
            yield _finding(file, address, f"address: stands on line {seen[address.value]} too; keep one entry")
        seen.setdefault(address.value, address.start_mark.line + 1)


def _fetchable(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in address)


def _finding(file: str, node: Node, message: str) -> Finding:
    return Finding(file=file, line=node.start_mark.line + 1, message=message)
