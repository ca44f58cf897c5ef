"""Lines that a page shows around its article and that change by themselves: counters, clocks, labels of links."""

import re

LONGEST = 100
"""Characters of a line that counts or dates something; longer ones are prose."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COUNTED = _words(
    """commentaire commentaires comment comments comentario comentarios comentário comentários kommentar kommentare
    réaction réactions reaction reactions avis réponse réponses reply replies respuestas respostas vue vues vu view
    views visite visites visits visitas visualização visualizações vistas lecture lectures lecteur lecteurs reader
    readers read reads lu lue lus lues fois times time veces vezes partage partages partagé partager share shares shared
    compartir compartilhamentos like likes aime aiment vote votes hit hits clic clics click clicks téléchargements
    downloads abonné abonnés followers aufrufe تعليق تعليقات التعليقات مشاهدة مشاهدات المشاهدات قراءة قراءات زيارة
    مشاركة مشاركات"""
)
_CLOCK = _words(
    """seconde secondes sec second seconds segundo segundos minute minutes min mn mins minuto minutos heure heures h
    hour hours hr hrs hora horas jour jours day days día días dia dias semaine semaines week weeks semana semanas
    mois month months mes meses mês an ans année années year years año años ano anos instant
    stunden minuten tagen
    ثانية ثوان دقيقة دقائق ساعة ساعات يوم أيام أسبوع أسابيع شهر أشهر سنة سنوات """
)
_CALENDAR = _words(
    """lundi mardi mercredi jeudi vendredi samedi dimanche janvier février fevrier mars avril mai juin juillet août
    aout septembre octobre novembre décembre decembre janv févr fév avr juil sept oct nov déc monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep dec lunes martes miércoles jueves viernes
    sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre noviembre diciembre segunda terça
    quarta quinta sexta feira janeiro fevereiro março maio junho julho setembro outubro novembro dezembro الأحد الاثنين
    الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
    نوفمبر ديسمبر"""
)
_DAYS = _words("hier yesterday ayer ontem aujourd'hui today hoy hoje maintenant now أمس اليوم الآن")
_NONE = _words("aucun aucune no sin sem لا")
_AROUND = _words(
    """il y hace há depuis since vor ago s j منذ قبل
    le la les l de du des d à au aux a en et ce cet cette par pour plus aucun aucune un une été mis mise jour publié
    publiée modifié modifiée actualisé dernière mise temps article date heure gmt utc cet nombre total the of at on in
    to and by no one an this has been updated update last published posted modified reading el los del al y publicado
    actualizado sin tiempo o os as do da dos das e atualizado sem tempo tiene leído leido am pm st nd rd th er ère
    تم نشر آخر تحديث في بتاريخ عدد لا توجد من مدة القراءة"""
)
_ADVERTISING = _words(
    """publicité publicite pub annonce annonces sponsorisé advertisement advertising advert ad ads sponsored publicidad
    anuncio anuncios publicidade anúncio werbung anzeige إعلان إعلانات"""
)
_OURS = _COUNTED | _CLOCK | _CALENDAR | _DAYS | _NONE | _AROUND | _ADVERTISING
_WORD = re.compile(r"[^\W\d_]+(?:'hui)?")
_NUMBER = re.compile(r"\d+(?:[\s.,:/’'-]\d+)*")
_ONE_NUMBER = re.compile(
    r"\W*(?:\d[\d\s.,]*|(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})?[ ,-]*(?:\d{1,2}:\d{2}(?::\d{2})?)?)\W*"
)  # a count, or a date and a time
_PROSE_ENDS = (".", "!", "?", "…", "؟", '"')
_LINK = re.compile(
    r"(?:(?:à|a) )?(?:lire|voir|écouter|regarder) (?:également|aussi|encore)\b|(?:see|read) also\b|also read\b"
    r"|lea también\b|leia (?:também|mais)\b|[اإ]قر[أا] (?:أيضا|المزيد)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:sur le même (?:sujet|thème)|articles? (?:similaires?|liés?|connexes?|récents?)|dans la même rubrique|à la une"
    r"|à découvrir(?: aussi)?|les plus lus|à ne pas manquer|related(?: \w+){0,2}|more (?:from|on|in)(?: \w+){1,4}"
    r"|read (?:more|next)|most read|you may also like|recommended(?: \w+){0,2}|le puede interesar"
    r"|noticias relacionadas|(?:مواضيع )?ذات صلة)\W*",
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Whether a line does nothing but count, date, advertise or point to other articles; `line` as `plain` gives it."""
    return is_label(line) or (len(line) <= LONGEST and _only_counts(line))


def is_label(line: str) -> bool:
    """Whether a line announces or is a link to other articles, such as `Lire aussi : …`."""
    return _LABEL.fullmatch(line) is not None or (len(line) <= 2 * LONGEST and _LINK.match(line) is not None)


def is_headline(line: str) -> bool:
    """Whether a line may be another article's headline: short, and no prose."""
    return len(line) <= 2 * LONGEST and not line.endswith((".", "…", "..."))


def counts_alike(old: str, new: str) -> bool:
    """Whether two short lines that are no prose differ only in what they count or in how long ago something was."""
    if max(len(old), len(new)) > LONGEST or old.endswith(_PROSE_ENDS) or new.endswith(_PROSE_ENDS):
        return False
    return _masked(old) == _masked(new)


def shape(line: str) -> str | None:
    """A short line that is no prose with its numbers masked; None for others and for those without a number."""
    if len(line) > LONGEST or line.endswith(_PROSE_ENDS):
        return None
    masked = _NUMBER.sub("#", line)
    return masked if masked != line else None


def _only_counts(line: str) -> bool:
    """Whether a line has no words but those of counters, dates and advertising labels."""
    words = frozenset(_WORD.findall(line.lower()))
    if not words:
        return any(map(str.isdigit, line)) and _ONE_NUMBER.fullmatch(line) is not None
    numbered = bool(words & _NONE) or _NUMBER.search(line) is not None
    telling = _CALENDAR | _DAYS | _ADVERTISING | (_COUNTED | _CLOCK if numbered else frozenset())
    return words <= _OURS and bool(words & telling)


def _masked(line: str) -> str:
    """The line in lower case, what it counts and how long ago something was as signs."""
    return _MEASURED.sub("#", line.lower())


def _any(words: frozenset[str]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})\b"


_MEASURED = re.compile(
    rf"(?:il y a|hace|há|vor|منذ|قبل) (?:{_NUMBER.pattern} ?)?{_any(_CLOCK)}|{_NUMBER.pattern} ?{_any(_CLOCK)} ago\b"
    rf"|{_NUMBER.pattern} ?{_any(_COUNTED)}|\b{_any(_COUNTED)} ?[:(]? ?{_NUMBER.pattern}\)?"
)
