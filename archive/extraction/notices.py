"""Lines in which a page speaks of itself and not of its news: players, consent, further reading, ways to follow it."""

import re
from collections.abc import Iterable, Sequence

LONGEST = 300
"""Characters of the longest of these lines."""
MOST = 8
"""Lines at the end of a text that are looked at."""

_PHRASES = (
    # the article read aloud, its length
    r"(?:écoute[rz]|écoutez) (?:cet|l['’]) ?article\b.*|listen to (?:this|the) (?:article|story)\b.*|lecture audio.*",
    r"(?:ouvir|escuchar|ascolta|luister naar) (?:este |esta |l['’])?(?:artigo|notícia|artículo|noticia|articolo).*",
    r"(?:this audio|cet audio|l['’]audio) .{0,80}|(?:استمع|الاستماع) (?:إلى|الى|ل).{0,60}",
    r"\W*\d+ ?(?:mins?|minutes?|minutos?|minuten) (?:read|de lecture|de lectura|de leitura|lesezeit)\W*",
    r"(?:temps de lecture|reading time|lesezeit|tiempo de lectura|tempo de leitura|مدة القراءة)\b.{0,30}",
    # what a browser has to do or a reader to allow
    r"(?:please |you need to )?(?:enable|activate|turn on) (?:your )?(?:javascript|js)\b.*",
    r"(?:veuillez )?activez (?:le )?javascript.*",
    r"(?:your browser does not|votre navigateur ne|tu navegador no|seu navegador não|ihr browser) .{0,120}",
    r"an dieser stelle (?:findest du|finden sie) .*|(?:ich bin|du bist) damit einverstanden, dass .*",
    r"(?:personenbezogene|deine|ihre) daten können .{0,40}(?:dritt|übermittelt).*|link zum [\w-]+-inhalt",
    r"(?:to (?:view|see|display)|pour (?:afficher|voir|visionner|lire)|para (?:ver|visualizar)) (?:this|ce|este) "
    r"(?:content|contenu|contenido|conteúdo|video|vidéo)\b.*(?:cookie|consent|accept|acept|aceit|param|setting).*",
    r"(?:ce contenu est bloqué|contenu bloqué|content (?:is )?blocked)\b.*",
    r"(?:vous n['’]avez pas accepté|you have not accepted|accepte[rz] les) .{0,60}cookies.{0,80}",
    # further reading
    r"(?:à lire|lire|voir) (?:aussi|également|encore)\b.*|(?:read|see|watch|also) (?:also|more|next|read)\s*[:|].*",
    r"read (?:next|more)\W*|(?:related|more) (?:links?|stories|articles?|news|posts?|topics?)\W*|recommended\W*",
    r"you (?:may|might) (?:also )?(?:like|be interested in)\b.{0,20}|watch \|.*|auch interessant\W*|mehr zum thema\W*",
    r"lesen sie (?:auch|dazu)\b.*|(?:leia|veja|lea|lee|ver) (?:também|também|mais|también|más)\b.*|leggi anche\b.*",
    r"(?:sur le même (?:sujet|thème)|dans la même rubrique|articles? (?:similaires?|liés?|connexes?))\W*",
    r"(?:top stories|partner news|trending|most read|les plus lus|loading\.*|advertisement|publicité|anzeige)",
    r"(?:اقرأ|إقرأ|اقرا|طالع|شاهد) (?:أيضا|أيضًا|ايضا|أيضاً|المزيد)\b.*|(?:مواضيع|أخبار) (?:ذات صلة|متعلقة).*",
    r"(?:soma|karanta) (?:pia|kuma)\b.{0,100}",
    # passing it on
    r"(?:share|partage[rz]|teilen|compartir|compartilhar|compartilhe|شارك|مشاركة)"
    r"(?: (?:on|via|sur|auf|em|en|(?:this|cet|este|esta) (?:article|story|post|page|artículo|nota|artigo|notícia)|على)"
    r"(?: .{1,25})?)?[\W_]*",
)  # fmt: skip
_AT_END = (
    r"©|copyright|\ball rights reserved|\btous droits réservés|\bclick here for reprint|reproduction interdite",
    r"\bnewsletters?\b|\binfolettre|\bboletín\b|\bsign up\b|\bsubscribe\b|\babonnez-vous|\binscrivez-vous|\bsuscríbete"
    r"|\bassine\b|\binscreva-se|\bthanks for signing|\bsubscription has been|اشترك|اشتركوا",
    r"\bfollow (?:us|me|him|her|them|@|.{0,40}\b(?:twitter|facebook|instagram|linkedin|x)\b)"
    r"|\bsuivez[- ](?:nous|le|la)\b|\bsíguenos|\bsiga-nos|\bfolge(?:n sie)? uns|تابعونا|تابعوا",
    r"\b(?:rejoignez|join)\b.{0,60}\b(?:whatsapp|telegram)|\b(?:whatsapp|telegram)[- ](?:channel|kanal|group)"
    r"|\bchaîne (?:whatsapp|telegram)|\btéléchargez\b.{0,60}\bappli|\bdownload\b.{0,40}\bapp\b",
    r"\b(?:have|got) a (?:tip|story)\b|\b(?:may|can) be reached at\b|\bsend (?:us )?(?:your )?tips\b|\bemail us\b",
    r"\bclick (?:here )?to (?:read|view|see)\b",
    r"\b(?:may|might) (?:earn|receive) (?:a|an) (?:affiliate )?commission|\baffiliate (?:links?|commission)"
    r"|\bmay get a share of\b",
)  # fmt: skip
_ANYWHERE = re.compile(rf"[\W_]*(?:{'|'.join(_PHRASES)})", re.IGNORECASE)
_END = re.compile("|".join(_AT_END), re.IGNORECASE)
_RULE = re.compile(r"(?!.*(?:…|\.\.\.))[\W_]+")
_QUOTES = tuple('«»“”"„')
_IS = re.compile(
    r"\s(?:is|was|has|covers?|writes?|works?|joined|reports|est|a|couvre|écrit|travaille|ist|hat|schreibt|es|é|escribe|escreve)\s"
)


def without(lines: Sequence[str], authors: Iterable[str]) -> list[str]:
    """The lines without those, wherever they stand, and without what follows the last sentence of the article."""
    text = [line for line in lines if not (_is_notice(line) or _RULE.fullmatch(line))]
    names = list(authors)
    for _ in range(MOST):
        if len(text) < 2 or not _is_ending(text[-1], names):
            break
        text.pop()
    return text or list(lines)


def _is_notice(line: str) -> bool:
    return len(line) <= LONGEST and not line.startswith("- ") and _ANYWHERE.fullmatch(line) is not None


def _is_ending(line: str, authors: Sequence[str]) -> bool:
    """A note on rights, on how to follow or pay, or on the author; nothing that somebody is quoted with."""
    if len(line) > LONGEST or line.startswith("- "):
        return False
    if _END.search(line) and not any(mark in line for mark in _QUOTES):
        return True
    said = line.lstrip("•-–— ")
    return any(said.startswith(name) and _IS.match(said[len(name) :]) for name in authors)
