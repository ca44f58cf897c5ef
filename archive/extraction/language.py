"""Which language a text is in, `und` rather than wrong."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

FEWEST, SAMPLE = 40, 400
"""Letters needed to tell a language, and characters looked at: more changes no answer in a thousand, and costs time."""
SURE, CERTAIN = 0.6, 0.99
"""Confidence needed; and for languages that texts in others, which the model has not, are taken for."""

_TAKEN_FOR = frozenset({
    "ace", "bcl", "fuv", "gcf", "gcr", "guw", "jv", "kab", "kik", "ln", "mg", "om", "pcm", "qu", "sn", "tl", "vo", "wa",
})  # fmt: skip
"""Bambara is taken for Lingala, Wolof for Fulfulde, Tamasheq for Kabyle, Moore for Gun."""
_SHORT = {"fuv": "ff", "gug": "gn", "kik": "ki", "zxx": "und"}


def detect(text: str) -> str:
    """The ISO 639 code of the text's language, of two letters where there is one; `und` in doubt."""
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < FEWEST:
        return "und"
    code, confidence = _identifier().classify(sample)
    return _SHORT.get(code, code) if confidence >= (CERTAIN if code in _TAKEN_FOR else SURE) else "und"


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
