"""The text forms of curation files: strict YAML in, one canonical form out."""

import json
import re
from typing import Any

import yaml

MAX_BYTES = 1_000_000  # of one YAML file; the largest real taxonomy is a tenth of this


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
    # YAML takes NEL, LS and PS for line breaks, and refuses other controls unescaped.
    return re.sub(
        r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        json.dumps(text, ensure_ascii=False),
    )


def load(text: str) -> Any:
    """Parsed YAML: no tags, anchors or repeated keys, so that it means what it shows.

    Raises Unreadable.
    """
    if len(text) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES:,} bytes")
    try:
        return yaml.load(text, Loader=_Strict)
    except yaml.MarkedYAMLError as fault:
        at = fault.problem_mark or fault.context_mark
        where = f" at line {at.line + 1}, column {at.column + 1}" if at else ""
        raise Unreadable(f"is not YAML{where}: {fault.problem or fault.context}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise Unreadable(f"is not YAML: {fault}") from None


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, without aliases (which can grow without bound) and repeated keys."""

    def get_single_data(self) -> Any:
        node = self.get_single_node()
        if node is None:
            return None
        _refuse_aliases(node)
        return self.construct_document(node)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        fields: dict[Any, Any] = super().construct_mapping(node, deep)
        return fields


def _refuse_aliases(root: yaml.Node) -> None:
    """Raise for a node reached twice: that is what an alias makes."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise yaml.composer.ComposerError(
                None, None, "an alias (*name) is not allowed here", node.start_mark
            )
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
