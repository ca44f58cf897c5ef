# ruff: noqa: E501 - made-up pages are long lines
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.exchange import Context
from archive.extraction import extract
from archive.warc import Record

SITE = "https://www.courrier.example"
FETCHED = datetime(2026, 6, 1, 12, tzinfo=UTC)

HEADLINES = [
    "Le pont de Sarkandé rouvre après deux ans de travaux",
    "La coopérative des potières ouvre un second atelier près de la gare",
    "Port-Mahel : les piroguiers demandent une route praticable",
    "Vingt-cinq apprentis formés en six mois à la menuiserie du port",
    "Le conseil communal renonce à son projet de hangar",
    "Une radio de quartier fête ses dix ans sur la place du marché",
    "Pluies : le fleuve a gagné trente centimètres en une nuit",
    "Les élèves de Toubali plantent quatre cents arbres",
    "Budget : ce qui change pour les associations sportives",
    "Championnat : les Hippocampes battus à domicile",
    "Un livre raconte les marchés flottants du delta",
    "La régie des eaux annonce des coupures lundi et mardi",
]
ARABIC = [
    "افتتاح الجسر الجديد بعد عامين من الأشغال",
    "البلدية تعلن عن برنامج لتنظيف ضفاف النهر",
    "تلاميذ المدرسة يغرسون أربعمئة شجرة في الحي",
    "الفريق المحلي يخسر أمام ضيفه في الدوري",
    "ارتفاع منسوب المياه بعد أمطار الليلة الماضية",
    "معرض للصناعات التقليدية في ساحة السوق",
]
SUMMARY = (
    "À {}, les habitants attendaient cette annonce depuis le printemps, et la mairie promet un point chaque semaine."
)
MENU = "".join(
    f'<li><a href="/rubrique/{name}/">{name.title()}</a></li>' for name in ("politique", "sports", "culture", "region")
)
PARAGRAPHS = [
    "Le préfet a coupé le ruban lundi matin devant une foule venue des deux rives, sous un soleil déjà haut.",
    "Les travaux, commencés il y a deux ans, ont coûté un tiers de plus que prévu, selon le rapport remis au conseil.",
    "« Nous avons trop attendu, mais le pont est beau », a dit Hawa Dembénou, qui vend des beignets à l’entrée.",
    "La circulation des camions reste interdite la nuit jusqu’à la pose des derniers garde-corps, à la fin du mois.",
]


def slug(number: int) -> str:
    return (
        f"/2026/05/{number:02}/"
        + "-".join(HEADLINES[number % len(HEADLINES)].lower().split()[:6]).replace("’", "")
        + "/"
    )


def page(title: str, body: str, head: str = "", classes: str = "", language: str = "fr") -> str:
    return f"""<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – Le Courrier</title>{head}</head>
<body class="{classes}"><header class="site-header"><a href="/">Le Courrier</a><nav><ul>{MENU}</ul></nav></header>
{body}<footer class="site-footer"><p>© Le Courrier du Fleuve, tous droits réservés, reproduction interdite sans accord écrit.</p>
<ul><li><a href="/contact/">Contact</a></li><li><a href="/mentions-legales/">Mentions légales</a></li></ul></footer></body></html>"""


def wordpress(count: int = 10, tag: str = "h2", summary: bool = True) -> str:
    cards = "".join(
        f'<article class="post hentry"><header><{tag} class="entry-title"><a href="{slug(n)}" rel="bookmark">'
        f'{HEADLINES[n]}</a></{tag}><time datetime="2026-05-{n + 1:02}">{n + 1} mai</time></header>'
        + (f'<div class="entry-summary"><p>{SUMMARY.format(n)}</p></div>' if summary else "")
        + "</article>"
        for n in range(count)
    )
    return f'<main id="main">{cards}<nav class="navigation"><a href="page/2/">Articles plus anciens</a></nav></main>'


def spip(count: int = 10) -> str:
    items = "".join(
        f'<li class="item"><h3 class="titre"><a href="spip.php?article{n + 100}">{HEADLINES[n]}</a></h3>'
        f'<p class="publication">{n + 1} mai 2026, par Salif Guindo</p><div class="introduction"><p>{SUMMARY.format(n)}</p></div></li>'
        for n in range(count)
    )
    return f'<div class="contenu"><h1>Politique</h1><div class="liste articles"><ul class="liste-items">{items}</ul></div></div>'


def drupal(count: int = 10) -> str:
    rows = "".join(
        f'<div class="views-row"><div class="views-field views-field-title"><span class="field-content">'
        f'<a href="/node/{n + 100}">{HEADLINES[n]}</a></span></div><div class="views-field-body"><p>{SUMMARY.format(n)}</p></div></div>'
        for n in range(count)
    )
    return f'<div class="region-content"><h1 class="page-title">Sports</h1><div class="view-content">{rows}</div></div>'


def joomla(count: int = 12) -> str:
    rows = "".join(
        f'<tr><td class="list-title"><a href="/index.php?option=com_content&amp;view=article&amp;id={n + 9}">{HEADLINES[n]}</a></td>'
        f'<td class="list-date">{n + 1} mai 2026</td><td class="list-hits">{n * 17}</td></tr>'
        for n in range(count)
    )
    return (
        f'<div class="category-list"><h2>Région</h2><table class="category table"><tbody>{rows}</tbody></table></div>'
    )


def bare(titles: list[str]) -> str:
    links = "".join(f'<li><a href="/article/{n + 4711}.html">{title}</a></li>' for n, title in enumerate(titles))
    return f'<div id="page"><div><h2>أخبار</h2><ul>{links}</ul></div></div>'


def ld(*kinds: str) -> str:
    nodes = ",".join(f'{{"@type": "{kind}", "name": "Le Courrier", "headline": "{kind}"}}' for kind in kinds)
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{nodes}]}}</script>'


def article(title: str, text: str, head: str = "", *, classes: str = "", after: str = "", language: str = "fr") -> str:
    return page(title, f"<main><article><h1>{title}</h1>{text}</article>{after}</main>", head, classes, language)


WEBSITE = '<meta property="og:type" content="website">'
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
ABOUT = "".join(f"<p>{text} {text}</p>" for text in PARAGRAPHS)
LISTS = {
    "wordpress front": ("/", page("Accueil", wordpress(), WEBSITE + ld("WebSite", "CollectionPage"), "home blog")),
    "front without marks": ("/", page("À la une", wordpress())),
    "front with query": ("/?utm_source=x", page("À la une", wordpress())),
    "wordpress category": (
        "/category/politique/",
        page(
            "Politique", "<h1>Politique</h1>" + wordpress(), ld("CollectionPage"), "archive category category-politique"
        ),
    ),
    "wordpress category without summaries": (
        "/politique/",
        page("Politique", "<h1>Politique</h1>" + wordpress(summary=False), WEBSITE, "archive category"),
    ),
    "wordpress tag": (
        "/tag/pont/",
        page("Archives des pont", "<h1>Étiquette : pont</h1>" + wordpress(4), WEBSITE, "archive tag tag-pont"),
    ),
    "wordpress author": (
        "/author/hawa/",
        page(
            "Hawa Dembénou, auteur",
            "<h1>Auteur : Hawa Dembénou</h1><p>Journaliste depuis vingt ans, elle suit la vie du port et des marchés pour le Courrier.</p>"
            + wordpress(8),
            ld("ProfilePage") + '<meta property="og:type" content="profile">',
            "archive author",
        ),
    ),
    "wordpress search": (
        "/?s=pont",
        page(
            "Résultats de recherche pour pont",
            "<h1>Résultats de recherche pour : pont</h1>" + wordpress(6),
            ld("SearchResultsPage"),
            "search search-results",
        ),
    ),
    "wordpress month": ("/2026/05/", page("mai 2026", "<h1>Mois : mai 2026</h1>" + wordpress(), "", "archive date")),
    "wordpress posts at full length": (
        "/category/region/",
        page("Région", wordpress().replace("</p></div>", f"</p>{PARAGRAPHS[0] * 12}</div>"), "", "archive category"),
    ),
    "posts at full length": ("/region/", page("Région", wordpress().replace("</p></div>", f"</p>{BODY * 3}</div>"))),
    "front with one story": ("/", article(HEADLINES[0], BODY * 3)),
    "posts at full length in plain blocks": (
        "/region/",
        page("Région", wordpress().replace("</p></div>", f"</p>{BODY * 3}</div>").replace("article", "div")),
    ),
    "section of two cards": (
        "/rubrique/culture/",
        page(
            "Culture",
            "<h1>Culture</h1>"
            + "".join(
                f'<div class=card><h2><a href="{slug(n)}">{HEADLINES[n]}</a></h2><p>{SUMMARY.format(n)}</p></div>'
                for n in (1, 2)
            ),
        ),
    ),
    "tag of one article": ("/tag/digue/", page("digue", "<h1>digue</h1>" + wordpress(1))),
    "list with schema.org articles": (
        "/region/",
        page("Région", "<h1>Région</h1>" + wordpress(), ld("CollectionPage", "ItemList", *["NewsArticle"] * 10)),
    ),
    "wordpress page two": (
        "/category/politique/page/2/",
        page("Politique", wordpress(tag="h1"), "", "archive paged category"),
    ),
    "themeless cards in h1": ("/region/", page("Région", wordpress(tag="h1"))),
    "cards with article microdata": (
        "/region/",
        page(
            "Région",
            wordpress().replace(
                '<article class="post', '<article itemscope itemtype="https://schema.org/BlogPosting" class="post'
            ),
            WEBSITE,
        ),
    ),
    "list that calls itself an article": (
        "/region/",
        page("Région", wordpress(), '<meta property="og:type" content="article">'),
    ),
    "section with an introduction": (
        "/rubrique/culture/",
        page("Culture", f"<h1>Culture</h1><p>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</p>" + wordpress(), WEBSITE),
    ),
    "spip rubrique": ("/spip.php?rubrique3", page("Politique", spip(), "", "page_rubrique")),
    "spip rubrique of a pretty theme": ("/politique", page("Politique", spip())),
    "spip mot": ("/spip.php?mot12", page("pont", spip(5), "", "page_mot")),
    "drupal taxonomy": ("/taxonomy/term/12", page("Sports", drupal(), "", "page-taxonomy-term")),
    "drupal view": ("/sports", page("Sports", drupal())),
    "joomla category": (
        "/index.php?option=com_content&view=category&id=4",
        page("Région", joomla(), "", "site com_content view-category"),
    ),
    "joomla category of a bare theme": ("/region-et-communes", page("Région", joomla())),
    "arabic list": ("/akhbar/", page("أخبار", bare(ARABIC), language="ar")),
    "list of bare links": ("/actualites", page("Actualités", bare(HEADLINES))),
    "cards that are links": (
        "/region/",
        page(
            "Région",
            "<div class=grid>"
            + "".join(
                f'<a class=card href="{slug(n)}"><h3>{HEADLINES[n]}</h3><p>{SUMMARY.format(n)}</p></a>'
                for n in range(9)
            )
            + "</div>",
        ),
    ),
    "contact": ("/contact/", page("Contact", f"<main><h1>Contact</h1>{ABOUT}</main>", ld("WebPage"), "page page-id-2")),
    "legal notice": ("/mentions-legales/", page("Mentions légales", f"<main><h1>Mentions légales</h1>{ABOUT}</main>")),
    "about in arabic": ("/man-nahnu", page("من نحن", f"<main><h1>من نحن</h1>{ABOUT}</main>", language="ar")),
    "privacy": (
        "/privacy-policy/",
        page(
            "Privacy policy",
            f"<main><h1>Privacy Policy</h1>{ABOUT}</main>",
            '<meta property="og:type" content="article">',
        ),
    ),
}
GONE_URL = slug(3)
ERRORS = {
    "wordpress 404": page(
        "Page non trouvée",
        "<main><h1>Oups !</h1><p>Il semble que rien n’a été trouvé à cet endroit. Essayez une recherche.</p></main>",
        "",
        "error404",
    ),
    "404 with a list": page(
        "Page introuvable",
        "<h1>Page introuvable</h1><p>La page que vous cherchez a été déplacée ou supprimée. Voici nos derniers articles.</p>"
        + wordpress(6),
    ),
    "404 in english": page(
        "404 - Page not found", "<h1>Page not found</h1><p>We are sorry, the page you were looking for is not here.</p>"
    ),
    "404 in german": page(
        "Seite nicht gefunden",
        "<h1>Seite nicht gefunden</h1><p>Die gewünschte Seite gibt es nicht oder nicht mehr.</p>",
        language="de",
    ),
    "404 in portuguese": page(
        "Página não encontrada",
        "<h1>Ops!</h1><p>A página que você procura não existe mais ou mudou de endereço no site.</p>",
        language="pt",
    ),
    "404 in arabic": page(
        "الصفحة غير موجودة",
        "<h1>عذرا</h1><p>الصفحة التي تبحث عنها غير موجودة أو تم نقلها إلى عنوان آخر.</p>",
        language="ar",
    ),
    "404 said twice": page(
        "Erreur 404 : Page introuvable",
        "<h1>Erreur</h1><p>Nous ne trouvons rien sous cette adresse, veuillez nous en excuser.</p>",
    ),
    "404 with article marks": page(
        "Erreur 404",
        "<h1>Contenu non disponible</h1><p>Ce contenu n’est plus en ligne.</p>",
        '<meta property="og:type" content="article">' + ld("NewsArticle"),
    ),
    "challenge": "<html><head><title>Just a moment...</title></head><body><h1>www.courrier.example</h1><p>Checking if the site connection is secure. This may take a few seconds.</p></body></html>",
    "refusal": "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>You don't have permission to access this resource on this server. Reference #18.</p></body></html>",
    "log-in": page(
        "Connexion",
        "<main><h1>Connexion</h1><form><input type=password></form><p>Connectez-vous pour lire la suite de nos articles en ligne.</p></main>",
    ),
}


DATED = '<meta property="article:published_time" content="2026-05-04T08:00:00+00:00">'
RELATED = (
    "<section><h2>À lire aussi</h2><ul>"
    + "".join(f'<li><a href="{slug(n)}">{HEADLINES[n]}</a></li>' for n in range(4, 12))
    + "</ul></section>"
)
ARTICLES = {
    "plain": (slug(0), article(HEADLINES[0], BODY)),
    "plain among many links": (slug(0), article(HEADLINES[0], BODY, after=RELATED + wordpress())),
    "no h1": (slug(0), article(HEADLINES[0], BODY).replace("h1>", "h2>")),
    "one-word address": ("/pont/", article(HEADLINES[0], BODY, DATED)),
    "spip": ("/spip.php?article12", article(HEADLINES[0], BODY, after=RELATED, classes="page_article")),
    "drupal": ("/?q=node/12", article(HEADLINES[0], BODY, after=RELATED)),
    "query": ("/article.php?aid=7", article(HEADLINES[0], BODY)),
    "wire of two lines": (slug(6), article(HEADLINES[6], f"<p>{PARAGRAPHS[0]}</p>", DATED, after=RELATED)),
    "wire of two lines without a date": (slug(6), article(HEADLINES[6], f"<p>{PARAGRAPHS[0]}</p>")),
    "gallery with a caption": (
        "/2026/05/04/album-la-fete-du-fleuve-en-images/",
        article(
            "Album : la fête du fleuve en images",
            "<img src=1.jpg><img src=2.jpg><p>Vingt images de la fête, par notre photographe Rokia Sanfo, sur les deux rives.</p>",
            DATED,
            after=RELATED,
        ),
    ),
    "live blog": (
        slug(9),
        article(
            HEADLINES[9],
            "".join(f"<div class=update><h2>19 h {n:02}</h2><p>{PARAGRAPHS[n % 4]}</p></div>" for n in range(12)),
            ld("LiveBlogPosting"),
        ),
    ),
    "opinion": (
        "/opinions/tribune-le-pont-est-a-nous",
        article("Tribune : le pont est à nous", BODY * 2, '<meta property="og:type" content="website">'),
    ),
    "about a missing page": (
        slug(3),
        article("Page introuvable : pourquoi le site de la mairie est resté muet", BODY * 3),
    ),
    "within a block named after its sidebar": (
        slug(5),
        page(HEADLINES[5], f'<div class="wrap sidebar"><h2>{HEADLINES[5]}</h2>{BODY * 2}</div><ul>{RELATED}</ul>'),
    ),
    "short with a heading that leads on": (
        slug(5),
        article(HEADLINES[5], f'<div><p>{PARAGRAPHS[0]}</p><h3><a href="{slug(1)}">{HEADLINES[1]}</a></h3></div>'),
    ),
    "about maintenance": (
        "/travaux/4711-maintenance",
        article("Maintenance : le pont fermé dimanche", f"<p>{PARAGRAPHS[3]}</p>"),
    ),
    "about a connection": (
        "/region/connexion-internet",
        article("Connexion : la fibre arrive à Toubali", f"<p>{PARAGRAPHS[3]}</p>", DATED),
    ),
    "short, with a box for logging in": (
        slug(2),
        article(
            HEADLINES[2],
            f"<p>{PARAGRAPHS[0]}</p>",
            after="<div class=modal><h1>Connexion</h1><input type=password></div>",
        ),
    ),
    "arabic": (
        "/akhbar/4711/iftitah-al-jisr",
        article(
            ARABIC[0],
            "<p>افتتح الوالي صباح يوم الاثنين الجسر الجديد أمام حشد من سكان الضفتين بعد عامين من الأشغال التي تجاوزت كلفتها التقديرات.</p>",
            language="ar",
            after=f"<ul>{bare(ARABIC[1:])}</ul>",
        ),
    ),
    "single of a theme that marks lists": (
        slug(1),
        article(HEADLINES[1], BODY, classes="wp-singular post-template-default single single-post postid-12"),
    ),
    "in a page-wide form": (slug(1), article(HEADLINES[1], BODY).replace("<main>", "<form id=aspnetForm><main>")),
    "with the list types beside its own": (
        slug(1),
        article(
            HEADLINES[1],
            BODY,
            ld("WebPage", "CollectionPage", "ItemList")
            + ld("NewsArticle").replace('"headline": "NewsArticle"', f'"headline": "{HEADLINES[1]}"'),
        ),
    ),
}


def outcome(address: str, text: str, **given: Any) -> str:
    return extract.read_page(text.encode(), charset=None, url=SITE + address, fetched_at=FETCHED, **given).outcome


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("found_in", [None, "section", "sitemap"])
def test_lists_and_service_pages_are_no_articles(name: str, found_in: str | None) -> None:
    expected = "article" if (name, found_in) == ("tag of one article", "sitemap") else "not_article"
    assert outcome(*LISTS[name], found_in=found_in) == expected


@pytest.mark.parametrize(
    "name", [name for name in LISTS if name.startswith(("front", "wordpress front", "wordpress category"))]
)
def test_a_feed_is_not_believed_against_strong_evidence(name: str) -> None:
    assert outcome(*LISTS[name], found_in="feed") == "not_article"


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("given", [{}, {"found_in": "feed"}, {"found_in": "wordpress", "expected": True}], ids=str)
def test_errors_and_gates_are_no_articles_wherever_found(name: str, given: dict[str, Any]) -> None:
    gate = name in ("challenge", "refusal", "log-in")  # says how the server was, and nothing of the page
    assert outcome(GONE_URL, ERRORS[name], **given) == ("failed:blocked" if gate else "not_article")


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("found_in", [None, "section", "sitemap", "feed", "wordpress"])
def test_articles_are_kept(name: str, found_in: str | None) -> None:
    assert outcome(*ARTICLES[name], found_in=found_in) == "article"


DOUBTFUL = page("Brèves du port", f"<h1>Brèves du port</h1><p>{PARAGRAPHS[0]}</p>{RELATED}")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "not_article"),
        ({"found_in": "section"}, "not_article"),
        ({"found_in": "feed"}, "article"),
        ({"found_in": "wordpress"}, "article"),
        ({"expected": True}, "article"),
        ({"title": "Brèves du port"}, "article"),
        ({"title": "Autre chose"}, "not_article"),
    ],
    ids=str,
)
def test_in_doubt_the_source_decides(given: dict[str, Any], expected: str) -> None:
    assert outcome("/breves/", DOUBTFUL, **given) == expected


def test_what_is_known_of_a_page_travels_in_its_context() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    about = {"WARC-Target-URI": f"{SITE}/breves/", "WARC-Date": "2026-06-01T12:00:00Z"}
    record = Record("response", about, head + DOUBTFUL.encode(), head, DOUBTFUL.encode())
    assert extract.read_record(record, Context()).outcome == "not_article"
    assert extract.read_record(record, Context(found_in="feed")).outcome == "article"
    assert extract.read_record(record, Context(expected=True)).outcome == "article"


def test_what_is_no_article_has_no_text() -> None:
    found = extract.read_page(LISTS["drupal view"][1].encode(), charset=None, url=f"{SITE}/sports", fetched_at=FETCHED)
    assert (found.outcome, found.text, found.title) == ("not_article", "", "Sports")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000,
        "".join(f"<li><a href=/a{n}>one two three four five</a></li>" for n in range(50_000)),
        "<ul>" + "<li><a href=/a>one two three four five</a><ul>" * 5_000,
        "<div>" + "word <a href=/a>one two three four five</a>" * 50_000,
        "<h1>" * 20_000 + "x",
        "<p>" + "word " * 200_000,
        "<div class='" + "footer " * 50_000 + "'><p>" + "word " * 50,
    ],
    ids=range(7),
)
def test_hostile_pages_are_decided(body: str) -> None:
    assert outcome("/x", body) in ("article", "empty", "not_article")
