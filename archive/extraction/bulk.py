"""Where the bulk of a page's running text lies: a cheap second opinion on what an extractor kept."""

import re

from lxml.html import HtmlElement

SHORTEST = 40
"""Characters from which a block counts as running text."""
ENOUGH = 100
"""Characters below which the bulk is no evidence."""
SAMPLE = 14
SAMPLES = 60

_BLOCKS = ("p", "div", "td", "blockquote", "pre")
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
})  # fmt: skip


def bulk(root: HtmlElement) -> str:
    """The running text under the element that gathers most of it, each level up counting half."""
    weights: dict[HtmlElement, float] = {}
    texts: dict[HtmlElement, list[str]] = {}
    for block in root.iter(*_BLOCKS):
        text, linked = running_text(block)
        if len(text) < SHORTEST or linked > len(text) / 2:
            continue
        holder, weight = block if block.tag == "div" else block.getparent(), float(len(text) - linked)
        for _ in range(3):
            if holder is None:
                break
            weights[holder] = weights.get(holder, 0.0) + weight
            texts.setdefault(holder, []).append(text)
            holder, weight = holder.getparent(), weight / 2
    best = max(weights, key=lambda holder: weights[holder], default=None)
    return "" if best is None else "\n".join(texts[best])


def share_within(text: str, reference: str) -> float:
    """The share of evenly spaced samples of the reference's letters that the text holds; 0.0 without a reference."""
    letters, kept = _letters(reference), _letters(text)
    if len(letters) < ENOUGH:
        return 0.0
    step = max(1, (len(letters) - SAMPLE) // SAMPLES)
    samples = [letters[at : at + SAMPLE] for at in range(0, len(letters) - SAMPLE + 1, step)]
    return sum(sample in kept for sample in samples) / len(samples)


def running_text(block: HtmlElement) -> tuple[str, int]:
    """The block's own text with its inline children, and how many characters of it are links."""
    parts, linked = [block.text or ""], 0
    for child in block:
        if child.tag in INLINE:
            inner = child.text_content()
            parts.append(inner)
            linked += len(inner) if child.tag == "a" else 0
        parts.append(child.tail or "")
    return " ".join("".join(parts).split()), linked


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
