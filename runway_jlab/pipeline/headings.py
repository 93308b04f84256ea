"""Titles for proposed steps: the Markdown heading above a cell, as plain text."""

from __future__ import annotations

import re

_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
_HTML = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:step\s+)?\d+(?:\.\d+)*[.):]?\s+(?=\S)", re.IGNORECASE)
_LONGEST = 60


def last_heading(markdown: str) -> str | None:
    """The last heading in a Markdown cell, without markup and numbering; None if it has none."""
    found: str | None = None
    previous, fenced = "", False
    for line in markdown.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        atx, html = _ATX.match(line), _HTML.search(line)
        if atx:
            found = atx.group(1) or found
        elif html:
            found = html.group(1)
        elif _SETEXT.match(line) and previous.strip():
            found = previous
        previous = line
    return plain(found) or None if found else None


def plain(text: str) -> str:
    """The words of a heading: links, emphasis, code, HTML and a leading number taken off, cut at 60 characters."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"(\*\*|__|\*|`|~~|\$)", "", text)
    text = re.sub(r"\s+", " ", text).strip().rstrip(":").strip()
    text = _NUMBER.sub("", text)
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
