"""Which language a text is in, `und` rather than wrong."""

import re
from functools import cache

from lxml.etree import XPath
from lxml.html import HtmlElement
from py3langid.langid import MODEL_FILE, LanguageIdentifier

FEWEST, SAMPLE = 40, 400
"""Letters needed to tell a language, and characters looked at: more changes no answer in a thousand, and costs time."""
SURE, CERTAIN = 0.6, 0.99
"""Confidence needed; and for languages that texts in others, which the model has not, are taken for."""

LONGEST = 20
"""Characters of a language tag."""

_LOCALE = XPath("head/meta[@property='og:locale' or @http-equiv='content-language' or @name='language']")
_TAKEN_FOR = frozenset({
    "ace", "bcl", "fuv", "gcf", "gcr", "guw", "ha", "jv", "kab", "kik", "ln", "mg", "om", "pcm", "qu", "sn", "tl", "vo",
    "wa",
})  # fmt: skip
"""Bambara is taken for Lingala or Hausa, Zarma for Hausa, Wolof for Fulfulde, Tamasheq for Kabyle, Moore for Gun."""
_TIGRINYA = re.compile("[ኣቐቑቓቕ]")
"""Letters that Tigrinya, which the model has not, is full of, and Amharic hardly has."""
SYLLABLES = "\u1200"
"""From here on most scripts write syllables or words with a letter, each of which says as much as two."""
_SHORT = {"fuv": "ff", "gug": "gn", "kik": "ki", "zxx": "und"}


def detect(text: str) -> str:
    """The ISO 639 code of the text's language, of two letters where there is one; `und` in doubt."""
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < FEWEST:
        letters += sum(letter >= SYLLABLES and letter.isalpha() and letter == letter.swapcase() for letter in sample)
    if letters < FEWEST:
        return "und"
    code, confidence = _identifier().classify(sample)
    if code == "am" and len(_TIGRINYA.findall(sample)) > 1:
        return "und"
    return _SHORT.get(code, code) if confidence >= (CERTAIN if code in _TAKEN_FOR else SURE) else "und"


def declared(root: HtmlElement) -> str:
    """The language tag that a page gives for itself, such as en-US; "" if it gives none. Many give a wrong one."""
    stated = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    stated += [meta.get("content") for meta in _LOCALE(root)[:2]]
    return next((tag.strip().replace("_", "-") for tag in stated if tag and tag.strip()), "")[:LONGEST]


def tag(declared: str, detected: str) -> str:
    """The tag that a page declares, unless its text is in another language."""
    return declared if detected in ("und", declared.partition("-")[0].lower()) else detected


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
