"""Names of people out of what pages give as author."""

import re
from collections.abc import Iterable

from .day import unmarked
from .headline import letters

MAX_NAMES, MAX_LENGTH = 20, 60
_WRITTEN = (
    "view all posts|written|posted|published|story|words|report(?:ed|ing)?|texte?o?|zeige alle beiträge|veröffentlicht|"
    "geschrieben|beitrag|publié|écrit|rédigé|proposé|publicado|escrito|(?:an? |ein |un )?art(?:icle|ikel|ículo|igo)"
)
_BEFORE = re.compile(
    rf"^(?:(?:(?:{_WRITTEN})\s+)?(?:by|par|por|von|door|av)\s*:?|auth?or:?|auteure?:?|autor(?:in|a)?:?"
    r"|(?:بقلم|كتبت?|إعداد|الكاتب|تحرير)\s*:?|and|et)\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:,?\s(?:m\.?d\.?|m\.?s\.?|ph\.?d\.?|rdn?|ldn?|mph|mba|rn|esq)\b\.?)+$", re.IGNORECASE)
_APART = re.compile(
    r"\s*(?:[;/•·\n]|,(?!\s*(?:jr|sr)\b)|\s(?:and|et|und|y|e|og|och|en|with|avec|&)\s)\s*", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?:|www\.|@|\w\.(?:com|org|net|fr|de)\b", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"\d|^\W*$|©|^(?:afp|ap|reuters|dpa|apa|efe|ansa|pti|tnn)$|admin$"
    r"|\b(?:officer|head of|chief|correspondents?|reporters?|writers?|journalist|editors?|director|professor|sponsored|"
    r"staff|team|webteam|associated press|cnn|m\.?d|ph\.?d|ms|rdn|ld|updated|published|posted|designed|drupal|foto|"
    r"photos?|фото|bild|image|crédits?|guidelines|comments?|kommentare?|commentaires?|twitter|facebook|instagram|whatsapp|"
    r"youtube|google|follow|print|articles?|beiträge|inc|gmbh|ltd|e\.v|times|journal|jornal|redaktion|rédaction|"
    r"redacción|redação|redazione|redakcja|werbung|publicité|gespräch)\b",
    re.IGNORECASE,
)
_NOBODY = frozenset({
    "admin", "administrator", "administrateur", "author", "auteur", "autor", "editor", "editors", "editorial",
    "newsdesk", "newsroom", "news", "webmaster", "web", "guest", "guestauthor", "contributor", "unknown", "anonymous",
    "user", "nachrichten", "actualité", "actualités", "actu",
    "larédaction", "rédaction", "laredaction", "redaction", "equipederédaction", "redacción", "redaccion",
    "laredacción", "redação", "redacao", "redazione", "laredazione", "redaktion", "dieredaktion", "redaktionen",
    "redactie", "redakcja", "superuser", "superutilisateur", "siteadmin", "webadmin", "adminsite", "rédacteur",
    "rédacteurenchef", "lerédacteur", "équipe", "equipe", "correspondant", "correspondanceparticulière", "communiqué",
    "contributeur", "invité", "anonyme", "larédac", "rédactionweb", "webrédaction", "webredaktion", "onlineredaktion",
    "المحرر", "التحرير", "هيئةالتحرير", "أسرةالتحرير", "الإدارة", "مدير", "مشرف", "redator", "equipo",
})  # fmt: skip
_WINGS = frozenset({"news", "online", "web", "info", "media", "tv", "digital", "team", "com", "actu", "actualités"})
"""What a site's name may have behind it and still be the site's."""

_BYLINE_WORDS = frozenset({
    "by", "par", "por", "von", "door", "av", "le", "on", "at", "à", "am", "el", "em", "às", "published", "publié",
    "publicado", "posted", "updated", "mis", "mise", "jour", "modifié", "actualizado", "atualizado", "veröffentlicht",
    "aktualisiert", "article", "artikel", "ein", "texte", "text",
    "author", "auteur", "auteure", "autor", "autora", "autorin", "بقلم", "كتب", "كتبت", "إعداد",
    "pm", "gmt", "utc", "uhr", "heures", "h", "min", "and", "et", "y", "e", "und", "en", "og", "och",
})  # fmt: skip
# A day in words of any language: 6 mai 2026, 1er mai 2026, 3 de agosto de 2026, 6. Mai 2026; May 30th, 2026
_DAY = re.compile(
    r"\b\d{1,2}(?:\w{2}|[.º])? (?:de )?[^\W\d_]{3,}[.,]? (?:de )?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?, ?(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d([/.-])\d{1,2}\1\d{1,2}\b|\b\d{1,2}([/.-])\d{1,2}\2(?:19|20)\d\d\b"
)
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\d\d){1,2}\s?(?:[ap]\.?m\b\.?)?"
    r"\s?(?:(?:[ECMP][SD]T|GMT|UTC|CES?T|WES?T|EES?T|[WCE]AT|BST|IST|AES?T|SAST|TU)\b)?|\b\d{1,2}\s?[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
BESIDE_DAY = 1
"""Words that may stand beside a day and be neither an author's nor usual there: the day of the week."""
_BY = re.compile(
    r"(?:\b(?:by|par|por|von|door|av)\b|\b(?:auth?or|auteure?|autor(?:in|a)?)\s*:|بقلم|كتبت?|إعداد)\s*:?\s+(.+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?<=\w{3})\s*(?:\s(?:published|posted|updated|publié|publicado|veröffentlicht)\s|[|•·])", re.IGNORECASE
)
"""What parts a byline from what stands behind it."""
UNCASED = 4
"""Words of the longest name in a script without capitals: what has more is a sentence."""


def is_byline(line: str, authors: Iterable[str]) -> bool:
    """Whether a line says nothing but who wrote the article and when."""
    if len(line) > 2 * MAX_LENGTH:
        return False
    rest, dated = _undated(line)
    return _is_byline(rest, authors, dated=dated)


def signers(lines: Iterable[str], site: Iterable[str]) -> tuple[str, ...]:
    """The people named by the first line that says "by" them and, if anything else, when."""
    own = list(site)
    for line in lines:
        rest, dated = _undated(line) if len(line) <= 2 * MAX_LENGTH else ("", False)
        if (signed := _BY.search(rest)) is None:
            continue
        said = _BEHIND.split(signed[1], maxsplit=1)[0]
        names = people([said], own, fewest_words=2)
        if names and all(map(is_capital, names)) and _is_byline(rest[: signed.start(1)] + said, names, dated=dated):
            return names
    return ()


def _undated(line: str) -> tuple[str, bool]:
    """The line without days and times, and whether it had one."""
    rest, days = _DAY.subn(" ", unmarked(line).translate(_DIGITS))
    return _TIME.sub(" ", rest), bool(days)


def _is_byline(rest: str, authors: Iterable[str], *, dated: bool) -> bool:
    known = _BYLINE_WORDS.union(*(_words(author) for author in authors))
    words = [word for word in _words(rest) if not word.isdigit()]
    strange = sum(word not in known for word in words)
    return strange <= BESIDE_DAY if dated else bool(words) and not strange


def is_capital(name: str) -> bool:
    """Whether every word begins with a capital, or is a particle such as "de"; scripts without capitals have none."""
    words = name.split()
    if name == name.swapcase() and len(words) > UNCASED:
        return False
    return not name[0].islower() and all(not word[0].islower() or len(word) <= 3 for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def people(claims: Iterable[str], site: Iterable[str], *, fewest_words: int = 1) -> tuple[str, ...]:
    """The people named in the claims, each once; addresses, functions, agencies and the site's own names left out."""
    own = {letters(name) for name in site} - {""}
    found: dict[str, str] = {}
    for claim in claims:
        said = re.sub(r"\(.*?\)|\s\|.*", "", " ".join(unmarked(claim).split()))
        if _ADDRESS.search(said):
            continue
        for part in _APART.split(_BEFORE.sub("", said)):
            name = _AFTER.sub("", _BEFORE.sub("", part).strip(" ,-–—:\"'"))
            core = letters(name)
            if _NO_PERSON.search(name) or core in _NOBODY or _is_own(name, core, own):
                continue
            if len(name) <= MAX_LENGTH and len(name.split()) >= fewest_words:
                found.setdefault(core, name)
    return tuple(found.values())[:MAX_NAMES]


def _is_own(name: str, core: str, own: set[str]) -> bool:
    """Whether it is the site's name, alone, with "news" or such behind it, or as one word of it."""
    if any(core == each or (core.startswith(each) and core[len(each) :] in _WINGS) for each in own):
        return True
    return any(len(word) > 2 and letters(word) in own for word in name.split())
