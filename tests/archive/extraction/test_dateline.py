import pytest

from archive.extraction import dateline, flow, markup

TEXT = "<p>La digue en aval de la tannerie a été réparée après un an de travaux, selon la commune.</p>" * 4
H1 = "<h1>La digue réparée</h1>"


def shown(body: str, url: str = "https://example.org/story", language: str = "fr") -> dateline.Shown:
    root = markup.tree(f"<html><body>{body}</body></html>")
    assert root is not None
    return dateline.shown(flow.flow(root), "La digue réparée", language, url)


@pytest.mark.parametrize(
    "body",
    [
        f"{H1}<p>Publié le 21 novembre 2026</p>{TEXT}",
        f"{H1}<div>Par Awa Diop<span>21 novembre 2026</span></div>{TEXT}",
        f"{H1}<time>21 novembre 2026</time>{TEXT}",
        f"{H1}<p><a href=/2026/11>21 novembre 2026</a></p>{TEXT}",
        f"{H1}<p>\u200f21\u200f/\u200f11\u200f/\u200f2026\u202c</p>{TEXT}",
        f"<article><span>21/11/2026</span>{H1}{TEXT}</article>",
        f"{H1}{TEXT}<p>Mis en ligne le 21 novembre 2026</p>",
        f"{H1}<ul><li>Modifié :</li><li>22 novembre 2026</li><li>Publié :</li><li>21 novembre 2026</li></ul>{TEXT}",
        f"{H1}<p>Mis à jour le 22 novembre 2026, publié le 21 novembre 2026</p>{TEXT}",
        f"<header>Aujourd'hui, 22 novembre 2026</header><main>{H1}<p>21 novembre 2026</p>{TEXT}</main>",
    ],
)
def test_the_day_by_the_headline_or_with_its_label_is_shown(body: str) -> None:
    assert [moment[:10] for moment in shown(body).published][:1] == ["2026-11-21"]


@pytest.mark.parametrize(
    "body",
    [
        f"<div><div>Dimanche 22 novembre 2026</div></div><main><div><div><div>{H1}{TEXT}</div></div></div></main>",
        f"<p>Aujourd'hui : 22 novembre 2026</p>{H1}{TEXT}",
        f"{H1}<p><a href=/x>Le pont rouvre enfin à la circulation 21 novembre 2026</a></p>{TEXT}",
        f"{H1}<blockquote>Une digue, 21 novembre 2026</blockquote>{TEXT}",
        f"{H1}<p>La digue en aval de la tannerie vue par un habitant, 3 mars 2019</p>{TEXT}",
        f"{H1}{TEXT}{TEXT}{TEXT}<ul><li><a href=/x>Le pont</a> 20 novembre 2026</li></ul>",
        f"{H1}{TEXT}<p>© 3 mars 2019</p>",
    ],
)
def test_no_other_day_is(body: str) -> None:
    assert shown(body).published == ()


def test_an_update_alone_is_no_publication() -> None:
    found = shown(f"{H1}<p>Mis à jour le 22 novembre 2026 à 8h</p>{TEXT}")
    assert (found.published, found.modified) == ((), ("2026-11-22T08:00:00",))


@pytest.mark.parametrize(
    ("url", "first", "by"),
    [
        ("https://example.org/2026/11/20/digue", "2026-11-21T14:05:00", "text"),
        ("https://example.org/2026/11/03/digue", "2026-11-03T00:00:00", "address"),
        ("https://example.org/2026/nov/03/digue", "2026-11-03T00:00:00", "address"),
        ("https://example.org/digue-20261103.html", "2026-11-03T00:00:00", "address"),
        ("https://example.org/2026/11/digue", "2026-11-21T14:05:00", "text"),
        ("https://example.org/2026/11/16-officers-join", "2026-11-21T14:05:00", "text"),
        ("https://example.org/digue-120261103999", "2026-11-21T14:05:00", "text"),
    ],
)
def test_the_day_of_the_address_decides_unless_the_page_gives_it_a_time(url: str, first: str, by: str) -> None:
    found = shown(f"{H1}<p>21 novembre 2026 à 14h05</p>{TEXT}", url)
    assert (found.published[0], found.by) == (first, by)
