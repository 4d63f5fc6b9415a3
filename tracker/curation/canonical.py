"""The text forms of curation files: strict YAML in, one canonical form out."""

import json
import re
from typing import Any

import yaml

_encode = json.JSONEncoder(ensure_ascii=False).encode
_decode = json.JSONDecoder().raw_decode
_LINE = re.compile(
    r"""(?:([a-z_]+):|(-\ )?(?:\ \ )?(?:([a-z_]+):)?)   # name:   or   - key:   or two spaces, key:
    \ ?("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*")?   # one JSON string, or nothing""",
    re.VERBOSE,
)
# YAML takes NEL, LS and PS for line breaks, and refuses other controls unescaped.
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
MAX_BYTES = 1_000_000  # of one YAML file; the largest real taxonomy is a tenth of this
MAX_DEPTH = 50  # of lists in lists; the composer in C crashes the process some ten thousand deep


class Unreadable(Exception):
    """A YAML file that cannot be read; the message says where and why."""


def dump(fields: dict[str, Any]) -> str:
    """The canonical text: fields in their given order, every string in double quotes.

    Values are strings, lists of strings, or lists of flat mappings of strings: all that a
    machine-written file holds. JSON's escapes are YAML's too (YAML 1.2 §5.7).
    """
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, str):
            lines.append(f"{name}: {quoted(value)}")
            continue
        lines.append(f"{name}:")
        for item in value:
            pairs = item.items() if isinstance(item, dict) else [("", item)]
            for place, (key, text) in enumerate(pairs):
                lead = "- " if place == 0 else "  "
                lines.append(f"{lead}{key}{': ' if key else ''}{quoted(text)}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Text as a double-quoted scalar, good in YAML and JSON alike."""
    encoded = _encode(text)
    if encoded.isascii() and "\x7f" not in encoded:
        return encoded
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", encoded)


def load_canonical(text: str) -> dict[str, Any] | None:
    """The fields of a file exactly as `dump` writes it; None for a file in any other form.

    A survey loads thousands of work files at every command, and parsing them as YAML would
    take most of that time. What could be read in two ways is refused by the last line.
    """
    fields: dict[str, Any] = {}
    items: list[Any] = []
    for line in text.split("\n")[:-1]:
        found = _LINE.fullmatch(line)
        if not found:
            return None
        name, dash, key, scalar = found.groups()
        value = _decode(scalar)[0] if scalar else None
        if name:
            fields[name] = items = []
            if scalar:
                fields[name] = value
        elif dash:
            items.append({key: value} if key else value)
        elif key and items and isinstance(items[-1], dict):
            items[-1][key] = value
    return fields if dump(fields) == text else None


def load(text: str) -> Any:
    """Parsed YAML: no tags, anchors or repeated keys, so that it means what it shows.

    Raises Unreadable.
    """
    if len(text.encode()) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES:,} bytes")
    try:
        _refuse_surprises(text)
        return yaml.load(text, Loader=_Strict)
    except yaml.MarkedYAMLError as fault:
        at = fault.problem_mark or fault.context_mark
        where = f" at line {at.line + 1}, column {at.column + 1}" if at else ""
        raise Unreadable(f"is not YAML{where}: {fault.problem or fault.context}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise Unreadable(f"is not YAML: {' '.join(str(fault).split())}") from None


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, without repeated keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # the safe loader says that it is no key
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        fields: dict[Any, Any] = super().construct_mapping(node, deep)
        return fields


def _refuse_surprises(text: str) -> None:
    """Raise for what YAML can do and a survey never needs: aliases, tags, deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_Strict):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        what = ""
        if isinstance(event, yaml.AliasEvent):
            what = "an alias (*name) is not allowed here"
        elif getattr(event, "tag", None):
            what = "a tag (!name) is not allowed here"
        elif depth > MAX_DEPTH:
            what = f"is more than {MAX_DEPTH} lists and mappings deep"
        if what:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem=what, problem_mark=mark)
