"""What a page's title gives away of it: nothing there, a gate before it, a list, a page about the paper itself."""

import re
from collections.abc import Iterable

from .headline import letters

_PARTING = re.compile(r"\s+[|–—·•«»/\-]+\s+|\s*[|»]\s+")
LONGEST = 160
"""Characters of a title that are looked at."""
SITE = 6
"""Words that the name of a site has at most; a part with more is a headline, and the phrase its kicker."""


def _set(*phrases: str) -> frozenset[str]:
    return frozenset(map(letters, phrases))


_NOTHING = _set(
    "404", "erreur 404", "error 404", "404 error", "404 not found", "not found", "page not found", "404 page not found",
    "404 file not found", "file not found", "content not found", "article not found", "oops! that page can't be found",
    "that page can't be found", "nothing found", "this page doesn't exist", "page does not exist", "page unavailable",
    "content unavailable", "this content is no longer available", "oops", "410 gone",
    "page introuvable", "page non trouvée", "article introuvable", "contenu introuvable", "contenu indisponible",
    "contenu non disponible", "page inexistante", "cette page n'existe pas", "cette page n'existe plus",
    "la page demandée n'existe pas", "la page que vous recherchez est introuvable", "cet article n'existe plus",
    "cet article n'est plus disponible", "oups", "page indisponible", "aucun résultat",
    "seite nicht gefunden", "seite wurde nicht gefunden", "fehler 404", "artikel nicht gefunden",
    "die seite wurde nicht gefunden", "inhalt nicht verfügbar",
    "página no encontrada", "contenido no disponible", "no se ha encontrado la página",
    "página não encontrada", "erro 404", "conteúdo não encontrado", "conteúdo não disponível", "conteúdo indisponível",
    "pagina non trovata", "errore 404", "pagina niet gevonden", "strona nie znaleziona", "nie znaleziono strony",
    "sidan hittades inte", "siden ble ikke funnet", "siden blev ikke fundet", "sivua ei löytynyt", "sayfa bulunamadı",
    "страница не найдена", "сторінку не знайдено", "ページが見つかりません", "页面不存在", "未找到页面",
    "الصفحة غير موجودة", "الصفحة غير متوفرة", "لم يتم العثور على الصفحة", "عذرا الصفحة غير موجودة", "خطأ 404",
    "المحتوى غير متوفر", "صفحه یافت نشد", "article supprimé", "contenu supprimé", "article retiré",
    "ukurasa haukupatikana", "ukurasa haujapatikana", "ukurasa haupatikani", "ba a sami shafin ba", 
    "ba a samu shafin ba", "shafin ba ya nan", "ገጹ አልተገኘም", "bogga lama helin", "bogga lama heli karo", "xët wi feeñul",
)  # fmt: skip
_GATE = _set(
    "just a moment", "one moment, please", "attention required! | cloudflare", "attention required!", "access denied",
    "access to this page has been denied", "checking your browser", "checking your browser before accessing",
    "ddos-guard", "please wait", "please verify you are a human", "verify you are human", "human verification",
    "robot check", "are you a robot?", "pardon our interruption", "security check", "sucuri website firewall",
    "403 forbidden", "forbidden", "error 403", "503 service unavailable", "service unavailable",
    "too many requests", "429 too many requests", "making sure you're not a bot!", "you are being redirected",
    "vercel security checkpoint",
    "un instant", "un instant…", "accès refusé", "accès interdit", "vérification de sécurité", "veuillez patienter",
    "nur einen moment", "einen moment bitte", "zugriff verweigert", "un momento", "acceso denegado", "um momento",
    "acesso negado", "accesso negato", "ещё секунду", "один момент", "لحظة", "لحظة من فضلك",
    "log in", "login", "sign in", "connexion", "se connecter", "identifiez-vous", "anmelden", "einloggen",
    "iniciar sesión", "entrar", "accedi", "inloggen", "تسجيل الدخول",
    "before you continue", "avant de continuer", "your privacy choices", "we value your privacy", "consent",
    "consentement", "zustimmung erforderlich", "einwilligung",
    "checking if the site connection is secure", "verifying you are human", "verifying your browser", "verification",
    "vérification", "vérification en cours", "vérifiez que vous êtes un humain", "vérification que vous êtes un humain",
    "confirmez que vous n'êtes pas un robot", "access forbidden", "request blocked", "blocked", "validation request",
    "please wait while your request is being verified...", "client challenge", "captcha",
    "تحقق من أنك إنسان", "جار التحقق", "verificação", "verificación", "sicherheitsüberprüfung",
    "500 internal server error", "internal server error", "502 bad gateway", "bad gateway", "504 gateway time-out",
    "gateway timeout", "error establishing a database connection", "database error", "database connection error",
    "erreur lors de la connexion à la base de données", "erreur de la base de données", "wordpress › error",
    "wordpress › erreur", "account suspended", "this account has been suspended", "compte suspendu",
    "bandwidth limit exceeded", "509 bandwidth limit exceeded", "resource limit is reached",
    "508 resource limit is reached", "website suspended", "site suspended", "site suspendu",
    "domain for sale", "site en maintenance", "maintenance", "under maintenance", "coming soon",
)  # fmt: skip
_HOUSE = _set(
    "contact", "contact us", "contacts", "contactez-nous", "nous contacter", "kontakt", "contacto", "contáctenos",
    "contato", "fale conosco", "contatti", "اتصل بنا", "تواصل معنا",
    "about", "about us", "à propos", "à propos de nous", "qui sommes-nous", "qui sommes-nous ?", "notre équipe",
    "l'équipe", "la rédaction", "über uns", "quiénes somos", "acerca de", "quem somos", "sobre nós", "chi siamo",
    "من نحن", "عن الموقع",
    "mentions légales", "informations légales", "legal notice", "legal", "impressum", "aviso legal", "note legali",
    "conditions générales", "conditions générales d'utilisation", "conditions générales de vente", "cgu", "cgv", "agb",
    "terms", "terms of use", "terms of service", "terms and conditions", "terms & conditions", "nutzungsbedingungen",
    "términos y condiciones", "termos de uso", "شروط الاستخدام",
    "privacy", "privacy policy", "politique de confidentialité", "confidentialité", "données personnelles",
    "protection des données", "datenschutz", "datenschutzerklärung", "política de privacidad",
    "política de privacidade", "سياسة الخصوصية", "cookies", "cookie policy", "politique de cookies",
    "gestion des cookies", "politique des cookies",
    "abonnement", "abonnements", "s'abonner", "abonnez-vous", "subscribe", "subscriptions", "newsletter", "newsletters",
    "publicité", "annonceurs", "advertise", "advertise with us", "advertising", "mediadaten", "publicidad",
    "publicidade", "plan du site", "sitemap", "site map", "archives", "archive", "faq", "inscription", "register",
)  # fmt: skip
_LIST = re.compile(
    r"(?:categor(?:y|ie|ia|ía)|catégorie|kategorie|tag|étiquette|mot-clé|mots-clés|schlagwort|etiqueta|auth?or|auteur|"
    r"autor|archives?|archiv|archivos?|arquivos?|rubrique|posts (?:by|tagged|in)|"
    r"articles (?:by|par)|publications (?:de|par)|تصنيف|وسم|أرشيف|الكاتب)\s*[:»«-]"
    r"|(?:search results|you searched|résultats? (?:de|pour)|recherche\s*:|suchergebnis|resultados de|نتائج البحث)"
    r"|(?:all|tous les|toutes les) (?:articles|news|posts|actualités)(?: (?:by|de|par) .+)?$",
    re.IGNORECASE,
)


def says_nothing(titles: Iterable[str]) -> bool:
    """That what was asked for is not there, in so many words ("Page introuvable")."""
    return _any(titles, _NOTHING)


def is_gate(titles: Iterable[str]) -> bool:
    """That this is a challenge, log-in, consent or error page before the article."""
    return _any(titles, _GATE)


def is_house(titles: Iterable[str]) -> bool:
    """That this is a page about the paper itself: contact, legal notice, subscription."""
    return _any(titles, _HOUSE)


def is_list(titles: Iterable[str]) -> bool:
    """That this lists what belongs to a category, tag, author, month or search."""
    return any(_LIST.match(title.strip()) for title in titles)


def _any(titles: Iterable[str], phrases: frozenset[str]) -> bool:
    return any(_is_one(title, phrases) for title in titles)


def _is_one(title: str, phrases: frozenset[str]) -> bool:
    """The title, or a part beside the site's name, is such a phrase; "Erreur 404 : page introuvable" is two of them."""
    parts = _PARTING.split(title[:LONGEST])
    if any(len(part.split()) > SITE for part in parts):
        parts = [title]
    return any(all(letters(each) in phrases for each in part.split(":")) for part in parts)
