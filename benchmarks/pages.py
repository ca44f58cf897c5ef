"""A made-up newspaper of any size: distinct pages of about 100 KB, built as WordPress themes of regional papers are.

The same number gives the same page. Measured beside 160 real news pages of 80 to 130 KB: as many elements, links and
words at the median, as many bytes with and without gzip, two of five without an author in their metadata. Extraction
takes three quarters of the time that it takes for the real ones, whose markup is messier.
"""

import json
import random
from datetime import UTC, datetime, timedelta

PER_SITEMAP = 1000
"""News sites name their articles in many sitemap files, as the usual plugins write them."""
FED = 20


def _words(text: str) -> list[str]:
    return text.split()


NOUNS = _words("""council road bridge market school harvest river clinic teacher farmer budget station harbour festival
    court ministry village engineer library team ferry company union hospital power water price season mayor trader
    driver student nurse judge fisherman cooperative committee radio project contract tax house garden port train""")
VERBS = _words("""announced opened repaired promised closed rejected welcomed measured financed delayed visited
    explained approved questioned finished planned defended doubled lost found inspected rebuilt""")
ADJECTIVES = _words("""new long northern rural public wooden quiet late expensive local broken recent dusty careful
    regional early heavy modest patient crowded former independent""")
PLACES = _words("Sarkande Toubali Diankoro Berenko Wassadougou Mbareck Ndara Port-Mahel Kolimba Fadiaga")
NAMES = ["Hawa Dembenou", "Salif Guindo", "Rokia Sanfo", "Adama Bole", "Coumba Letia", "Demba Tire", "Yaya Soumbe"]
SECTIONS = _words("politics economy society sport culture regions health schools farming opinion")
DIV = '<div class="elementor-section elementor-container" data-id="{:07x}" data-element_type="container">'


def path(number: int) -> str:
    """Where article `number` lies."""
    return f"/{_published(number):%Y/%m/%d}/{SECTIONS[number % len(SECTIONS)]}-{number}/"


def article(number: int, origin: str) -> bytes:
    """One article page."""
    chance = random.Random(number)
    title, day = _title(number), _published(number)
    paragraphs = [_paragraph(chance) for _ in range(chance.randint(16, 22))]
    boxes = "".join(DIV.format(chance.getrandbits(28)) for _ in range(4))
    page = f"""<!DOCTYPE html>
<html lang="en-US" prefix="og: https://ogp.me/ns#">
{_head(number, chance, title, origin + path(number), paragraphs[0])}
<body class="post-template-default single single-post postid-{number} single-format-standard wp-embed-responsive">
{_header(chance)}
<div id="content" class="site-content">{boxes}<main id="main" class="site-main">
<article id="post-{number}" class="post-{number} post type-post status-publish has-post-thumbnail hentry">
<header class="entry-header"><h1 class="entry-title">{title}</h1><div class="entry-meta"><span class="posted-on">
<time class="entry-date published" datetime="{day.isoformat()}">{day:%d %B %Y}</time></span>
{_byline(number)}</div></header>
{_picture(chance, number)}<div class="entry-content">
{_story(chance, paragraphs)}
</div><footer class="entry-footer">{_links(chance, "tag", 6)}</footer></article>
<section class="related-posts"><h2>Related stories</h2>{_cards(chance, 11)}</section>
{_comments(chance, number)}
</main><aside id="secondary" class="widget-area">{_cards(chance, 11)}</aside></div></div></div></div></div>
<footer id="colophon" class="site-footer">{_links(chance, "page", 30)}</footer>
{_script(chance, 310)}
</body></html>"""
    return page.encode()


def front(pages: int, origin: str) -> bytes:
    """The front page, which names the feed."""
    chance = random.Random(0)
    cards = _cards(chance, 40)
    return f"""<!DOCTYPE html><html lang="en"><head><title>The Made-up Courier</title>
<link rel="alternate" type="application/rss+xml" href="{origin}/feed/"></head>
<body>{_header(chance)}<main>{cards}</main><p>{pages} articles</p></body></html>""".encode()


def feed(pages: int, origin: str) -> bytes:
    """The newest articles as RSS."""
    items = "".join(
        f"<item><title>{_title(number)}</title><link>{origin}{path(number)}</link>"
        f"<pubDate>{_published(number):%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for number in range(1, min(pages, FED) + 1)
    )
    return f'<rss version="2.0"><channel><title>Courier</title><link>{origin}/</link>{items}</channel></rss>'.encode()


def sitemaps(pages: int, origin: str) -> dict[str, bytes]:
    """The sitemap index and its files, by path."""
    files = {}
    for start in range(1, pages + 1, PER_SITEMAP):
        rows = "".join(
            f"<url><loc>{origin}{path(number)}</loc><lastmod>{_published(number).isoformat()}</lastmod></url>\n"
            for number in range(start, min(start + PER_SITEMAP, pages + 1))
        )
        files[f"/post-sitemap{start // PER_SITEMAP + 1}.xml"] = _xml("urlset", rows)
    index = "".join(f"<sitemap><loc>{origin}{name}</loc></sitemap>\n" for name in files)
    return {"/sitemap.xml": _xml("sitemapindex", index), **files}


def _xml(root: str, rows: str) -> bytes:
    opened = f'{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'<?xml version="1.0"?>\n<{opened}>{rows}</{root}>'.encode()


def _published(number: int) -> datetime:
    return datetime(2026, 10, 31, 18, tzinfo=UTC) - timedelta(minutes=37 * number)


def _title(number: int) -> str:
    chance = random.Random(-number)
    return f"{chance.choice(PLACES)}: {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} {chance.choice(VERBS)} again"


def _sentence(chance: random.Random) -> str:
    noun, quality, verb = (lambda: chance.choice(NOUNS)), (lambda: chance.choice(ADJECTIVES)), chance.choice(VERBS)
    return (
        f"The {quality()} {noun()} of {chance.choice(PLACES)} {verb} {chance.randint(2, 900)} of the {quality()} "
        f"{noun()}s near the {noun()}, while a {noun()} {chance.choice(VERBS)} the {noun()}."
    )


def _paragraph(chance: random.Random) -> str:
    link = f'<a href="/tag/{chance.choice(NOUNS)}/">{chance.choice(NAMES)}</a>'
    return f"{_sentence(chance)} {link} <em>said</em> on the {chance.randint(1, 28)}th. {_sentence(chance)[:80]}."


def _story(chance: random.Random, paragraphs: list[str]) -> str:
    """The text as editors leave it: subheadings, a quotation, a list, a box in the middle, buttons at the end."""
    blocks = [f'<p class="wp-block-paragraph" style="font-weight:400">{text}</p>' for text in paragraphs]
    blocks.insert(3, f'<h2 class="wp-block-heading"><strong>{_sentence(chance)[:60]}</strong></h2>')
    blocks.insert(5, f'<blockquote class="wp-block-quote"><p>{_sentence(chance)}</p></blockquote>')
    blocks.insert(7, f'<div class="wp-block-group read-more-box"><div class="inner">{_cards(chance, 1)}</div></div>')
    blocks.insert(9, f"<ul>{''.join(f'<li>{_sentence(chance)}</li>' for _ in range(3))}</ul>")
    shares = "".join(f'<a class="td-social share-{name}" href="#{name}"><i></i>{name}</a>' for name in NOUNS[:6])
    return "\n".join(blocks) + f'<div class="sharing"><div class="sharing-inner">{shares}</div></div>'


def _byline(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    if number % 5 < 2:
        return f'<span class="post-info">{name}, Courier</span>'
    return f'<span class="byline">By <a class="url fn n" rel="author" href="/author/{name[:4]}/">{name}</a></span>'


def _head(number: int, chance: random.Random, title: str, url: str, summary: str) -> str:
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": _published(number).isoformat(),
        "author": {"@type": "Person", "name": NAMES[number % len(NAMES)]} if number % 5 >= 2 else None,
        "publisher": {"@type": "Organization", "name": "The Made-up Courier"},
        "mainEntityOfPage": url,
        "articleSection": SECTIONS[number % len(SECTIONS)],
    }
    rules = "".join(
        f".{chance.choice(NOUNS)}-{at}{{margin:{chance.randint(0, 40)}px;color:#{chance.randrange(1 << 24):06x};"
        f"background-color:var(--wp--preset--color--{chance.choice(ADJECTIVES)});display:flex}}\n"
        for at in range(130)
    )
    return f"""<head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - The Made-up Courier</title><link rel="canonical" href="{url}">
<meta name="description" content="{summary.partition(",")[0]}"><meta property="og:type" content="article">
<meta property="og:title" content="{title}"><meta property="og:url" content="{url}">
<meta property="article:published_time" content="{_published(number).isoformat()}">
<script type="application/ld+json">{json.dumps(about)}</script>
<link rel="alternate" type="application/rss+xml" href="/feed/"><style id="wp-block-library-inline-css">{rules}</style>
{_script(chance, 150)}</head>"""


def _header(chance: random.Random) -> str:
    return f'<header id="masthead" class="site-header"><nav id="menu">{_links(chance, "category", 90)}</nav></header>'


def _links(chance: random.Random, kind: str, count: int) -> str:
    rows = "".join(
        f'<li id="menu-item-{chance.randrange(9999)}" class="menu-item menu-item-type-taxonomy">'
        f'<a href="/{kind}/{(word := chance.choice(NOUNS))}/{at}/" data-level="1">{word.title()}</a></li>\n'
        for at in range(count)
    )
    return f'<ul class="menu">{rows}</ul>'


def _picture(chance: random.Random, number: int) -> str:
    name = f"/wp-content/uploads/2026/10/{chance.choice(NOUNS)}-{number}"
    sources = ", ".join(f"{name}-{width}x{width * 2 // 3}.jpg {width}w" for width in (300, 768, 1024, 1536))
    image = f'<img width="1024" height="683" decoding="async" src="{name}.jpg" srcset="{sources}" alt="">'
    return f'<figure class="post-thumbnail">{image}</figure>\n'


def _cards(chance: random.Random, count: int) -> str:
    return "".join(
        f'<div class="td_module td_module_wrap"><div class="td-module-container"><div class="td-module-image">'
        f'<div class="td-module-thumb">{_picture(chance, other)}</div></div><div class="item-details">'
        f'<h3 class="entry-title card-title"><a href="{path(other)}" rel="bookmark">{_title(other)}</a></h3>'
        f'<div class="card-meta"><span class="card-date">{_published(other):%d %B %Y}</span> '
        f'<span class="card-author">{chance.choice(NAMES)}</span></div><p>{_sentence(chance)[:90]}</p>'
        f'<a class="more" href="{path(other)}#more">Read more</a></div></div></div>\n'
        for other in (chance.randint(1, 99_999) for _ in range(count))
    )


def _comments(chance: random.Random, number: int) -> str:
    said = "".join(
        f'<li class="comment" id="comment-{number}-{at}"><b class="fn">{chance.choice(NAMES)}</b>'
        f'<div class="comment-content"><p>{_sentence(chance)}</p></div>'
        f'<a rel="nofollow" class="comment-reply-link" href="#respond">Reply</a></li>\n'
        for at in range(chance.randint(0, 6))
    )
    return f"""<div id="comments" class="comments-area"><h2 class="comments-title">Comments</h2>
<ol class="comment-list">{said}</ol><div id="respond" class="comment-respond"><h3 id="reply-title">Leave a Reply</h3>
<form action="/wp-comments-post.php" method="post" id="commentform" class="comment-form">
<p class="comment-notes">Your email address will not be published. Required fields are marked *</p>
<textarea id="comment" name="comment" cols="45" rows="8" required></textarea><input id="author" name="author">
<input id="email" name="email"><input type="submit" value="Post Comment"></form></div></div>"""


def _script(chance: random.Random, lines: int) -> str:
    code = "\n".join(
        f'window.dataLayer.push({{"event":"{chance.choice(VERBS)}","id":"{chance.getrandbits(96):024x}","slot":{at}}});'
        for at in range(lines)
    )
    return f"<script>{code}</script>"
