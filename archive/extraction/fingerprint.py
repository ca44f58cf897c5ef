"""A near-duplicate fingerprint of a text: simhash over word triples, so that copies of a wire story lie close."""

import re

from simhash import Simhash


def fingerprint(text: str) -> int:
    """64 bits as a signed integer, which every table format can hold; 0 for a text without words."""
    words = re.findall(r"\w+", text.lower())
    if not words:
        return 0
    triples = [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]
    value: int = Simhash(triples, f=64).value
    return value - (1 << 64) if value >> 63 else value
