"""XML answers, whole or not at all."""

from lxml import etree

from tracker.harvest.transport import Unusable


def parse(body: bytes, tag: str, name: str) -> etree._Element:
    """An answer's root element; raises Unusable unless it is a whole document of that root.

    Entities are not resolved and nothing is fetched: the answer may come from anybody.
    """
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        html = body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))
        raise Unusable(f"HTML instead of {name}" if html else "not XML, or cut off") from None
    if root.tag != tag:
        raise Unusable(f"HTML instead of {name}" if "html" in str(root.tag) else f"not {name}")
    return root
