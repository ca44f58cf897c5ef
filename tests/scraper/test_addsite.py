"""`scrapy addsite` as an operator runs it, on papers of several kinds and on sites that are none, or hostile."""

import ast
import json
import os
import re
import subprocess
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest

from scraper import NewsSpider
from scraper.look.probe import MOST
from tests.crawl import BIN, ROOT
from tests.newspaper import Newspaper
from tests.papers import Paper
from tests.rawserver import RawServer, Reply, say
from tests.spiders.test_sites import reads_as_a_declaration, says_what_it_is

QUICK = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False", "EXTRACT_WORKERS=1")
HOSTILE = 'La "Une" d\'hier\\ \u202eevil\u2066\x1b[2J\r\n"""\nimport os; os.abort() #\U000e0041'


class Desk:
    """An operator's own package of sites, and what runs there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "papers").mkdir()
        (folder / "papers" / "__init__.py").write_text("")

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in (self.folder / "papers").glob("*.py") if path.stem != "__init__")

    @property
    def file(self) -> Path:
        (path,) = self.files
        return path

    def run(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run `scrapy` with these words."""
        modules = ("SPIDER_MODULES=papers", "NEWSPIDER_MODULE=papers")
        settings = [word for setting in (*QUICK, *modules) for word in ("-s", setting)]
        places = {
            "PYTHONPATH": os.pathsep.join([str(self.folder), os.environ.get("PYTHONPATH", "")]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ARCHIVE_URI": str(self.folder / "data"),
            "SPOOL_DIR": str(self.folder / "spool"),
            "CONTACT": "",
        }
        return subprocess.run(
            [str(BIN / "scrapy"), *words, *settings],
            cwd=ROOT,
            env={**os.environ, **places, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def add(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return self.run("addsite", *words, **environment)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def loaded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> type[NewsSpider]:
    """The class in the only file, once ruff has nothing against it."""
    for check in (["check", "--ignore", "N999"], ["format", "--check"]):  # its name begins with a digit, as 127.0.0.1
        line = [str(BIN / "ruff"), *check, "--config", str(ROOT / "pyproject.toml"), str(desk.file)]
        linted = subprocess.run(line, capture_output=True, text=True, check=False)
        assert linted.returncode == 0, linted.stdout
    module = _imported(desk, monkeypatch)
    (site,) = (each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__)
    return site


def _imported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(desk.folder)
    for name in ("papers", f"papers.{desk.file.stem}"):
        monkeypatch.delitem(__import__("sys").modules, name, raising=False)
    return import_module(f"papers.{desk.file.stem}")


# --- papers ----------------------------------------------------------------------------------------------------------

SOURCES = {
    "wordpress": ["WordPress /wp-json/", "Feed /feed/"],
    "spip": ["Feed /spip.php?page=backend"],
    "feedless": ["Section /", "Section /politique/"],
    "arabic": ["Feed /%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1.atom", "Sitemap /sitemap_index.xml"],
}


@pytest.mark.parametrize("kind", sorted(SOURCES))
def test_a_paper_becomes_a_file(kind: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with Paper(kind, seed=1) as paper:
        done = desk.add(paper.url, "--country", "ML")
    assert (done.returncode, done.stderr) == (0, "")
    site = loaded(desk, monkeypatch)
    reads_as_a_declaration(desk.file)
    says_what_it_is(site)
    assert (site.title, site.language) == (paper.newsroom.words["name"], paper.kind.language)
    assert site.status.startswith("probed 20")
    assert [f"{type(each).__name__} {each.url.removeprefix(paper.url)}" for each in site.sources] == SOURCES[kind]
    assert len(paper.log) <= MOST
    assert f"requests    {len(paper.log)}" in done.stdout
    assert site.article
    assert [paper.address(each) for each in paper.live if not re.search(site.article, paper.address(each))] == []
    assert [url for url in paper.others if re.search(site.article, url)] == []
    assert {url for url in (*site.samples, *site.others) if re.search(site.article, url)} == set(site.samples)
    assert not (desk.folder / "data").exists()
    assert not (desk.folder / "spool").exists()


def test_the_file_is_ready_to_run(desk: Desk) -> None:
    with Paper("wordpress", seed=4, articles=8) as paper:
        assert desk.add(paper.url).returncode == 0
        done = desk.run("crawl", f"127.0.0.1-{urlsplit(paper.url).port}", "-s", "REQUISITES=none")
    assert done.returncode == 0, done.stderr
    assert "8 new or changed, of 8 read" in done.stderr


def test_the_bundled_newspaper(desk: Desk) -> None:
    with Newspaper() as paper:
        done = desk.add(paper.url)
        assert done.returncode == 0, done.stderr
        asked = len(paper.requests)
        crawled = desk.run("crawl", f"127.0.0.1-{urlsplit(paper.url).port}", "-s", "REQUISITES=none")
    assert asked <= MOST
    report = " ".join(done.stdout.split())
    assert "title Le Courrier du Fleuve" in report
    assert "/sitemap.xml: " in report
    assert "no pattern tells articles from the other links of the front page: none is written" in report
    assert "| 2026-10-14 | Aminata Vérolle | fr |" in report
    assert crawled.returncode == 0, crawled.stderr
    assert f"{len(paper.articles)} new or changed" in crawled.stderr


def test_a_dry_run_prints_the_file_alone(desk: Desk) -> None:
    with Paper("spip", seed=1, articles=8) as paper:
        done = desk.add(paper.url, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert [type(each) for each in ast.parse(done.stdout).body] == [ast.ImportFrom, ast.ClassDef]
    assert "made with" in done.stderr
    assert desk.files == []


def test_a_file_is_overwritten_by_force_only(desk: Desk) -> None:
    with Paper("spip", seed=1, articles=8) as paper:
        assert desk.add(paper.url).returncode == 0
        desk.file.write_text("# mine\n")
        before = len(paper.log)
        refused = desk.add(paper.url)
        assert (refused.returncode, len(paper.log)) == (2, before)
        assert refused.stderr.count("\n") == 1
        assert "--force" in refused.stderr
        assert desk.file.read_text() == "# mine\n"
        assert desk.add(paper.url, "--force").returncode == 0
    assert "spip.php" in desk.file.read_text()


# --- a site of our own making, which can change ----------------------------------------------------------------------

PLAIN = "text/html; charset=utf-8"
BODY = "".join(
    f"<p>{'Le pont sur le fleuve rouvre aujourd’hui à la circulation, dit le maire. ' * 4}</p>" for _ in "1234"
)


def page(body: str, kind: str = PLAIN, status: str = "200 OK", headers: str = "") -> Reply:
    sent = body.encode("utf-8", "surrogatepass")
    return say(
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}Content-Length: {len(sent)}\r\n\r\n".encode(), sent
    )


def leads_to(url: str, status: str = "301 Moved Permanently") -> Reply:
    return page("", status=status, headers=f"Location: {url}\r\n")


class Town:
    """A small paper whose every answer a test may change."""

    def __init__(
        self, name: str = "Le Fleuve", form: str = "/actu/{n}-le-pont-numero-{n}.html", extra: str = ""
    ) -> None:
        self.server = RawServer(lambda target: self.pages.get(target))  # noqa: PLW0108  # pages is replaced
        self.pages: dict[str, Reply] = {}
        self.base = self.server.url("")
        self.articles = [form.format(n=number) for number in range(21, 29)]
        self.front(name, "SPIP 4.2", extra)
        self.feed("/flux.xml", self.articles)
        self.pages["/plan.xml"] = page(self.urlset(self.articles), "application/xml")
        self.pages["/robots.txt"] = page(
            f"User-agent: *\nDisallow: /ecrire/\nSitemap: {self.base}/plan.xml", "text/plain"
        )
        for path in self.articles:
            self.pages[path] = self.article(path)

    def __enter__(self) -> "Town":
        self.server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.__exit__()

    @property
    def name(self) -> str:
        return f"127.0.0.1-{self.server.port}"

    @property
    def asked(self) -> list[str]:
        return [served.target for served in self.server.served]

    def front(self, name: str, made: str, extra: str = "") -> None:
        head = f'<title>{escape(name)}</title><meta name="generator" content="{escape(made)}">{extra}'
        feed = '<link rel="alternate" type="application/rss+xml" href="/flux.xml">'
        menu = '<nav><a href="/rubrique/sport">Sport</a> <a href="/contact.html">Contact</a></nav>'
        links = "".join(f'<h2><a href="{path}">Le pont sur le fleuve rouvre</a></h2>' for path in self.articles)
        self.pages["/"] = page(f'<html lang="fr"><head>{head}{feed}</head><body>{menu}{links}</body></html>')

    def feed(self, path: str, articles: list[str]) -> None:
        items = "".join(
            f"<item><title>Le pont {number}</title><link>{escape(self.base + article)}</link>"
            f"<pubDate>Sun, {number + 1:02} Nov 2026 08:00:00 GMT</pubDate></item>"
            for number, article in enumerate(articles)
        )
        self.pages[path] = page(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>', "text/xml")

    def urlset(self, paths: list[str]) -> str:
        rows = "".join(f"<url><loc>{escape(self.base + path)}</loc></url>" for path in paths)
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'

    def article(self, path: str, title: str = "Le pont du bac rouvre", dated: bool = True) -> Reply:
        date = '<meta property="article:published_time" content="2026-11-20T08:00:00Z">' if dated else ""
        head = f'<head><title>{title}</title><meta property="og:type" content="article">{date}</head>'
        return page(f"<html lang='fr'>{head}<body><article><h1>{title}</h1>{BODY}</article></body></html>")


@pytest.fixture
def town() -> Iterator[Town]:
    with Town() as town:
        yield town


def test_a_small_paper(town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done = desk.add(town.base)
    assert (done.returncode, done.stderr) == (0, "")
    site = loaded(desk, monkeypatch)
    assert site.article == r"^https?://[^/]+/actu/\d+-[^/?]+\.html/?(\?|$)"
    assert site.others == (f"{town.base}/", f"{town.base}/rubrique/sport")
    assert (site.notes, site.country) == ("", "")


def test_strangers_words_are_never_code(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "/actu/{n}-le-pont-'\"\\\u202e-numero-{n}.html"
    with Town(HOSTILE, evil) as town:
        town.front(
            HOSTILE, 'x"""\nimport os', '<link rel="alternate" type="application/rss+xml" href="http://127.0.0.9/">'
        )
        town.feed("/flux.xml", [*town.articles, '/actu/29-x"),)+__import__("os").abort()+("-y.html'])
        for number, path in enumerate(town.articles):
            town.pages[path] = town.article(path, "<b>\x1b[31m\u202e" if number else HOSTILE)
        done = desk.add(town.base)
        assert done.returncode == 0, done.stderr
        assert not [letter for letter in done.stdout.replace("\n", "") if not letter.isprintable()]
        text = desk.file.read_text("utf-8")
        assert not [letter for letter in text.replace("\n", "") if not letter.isprintable()]
        reads_as_a_declaration(desk.file)
        site = loaded(desk, monkeypatch)
        assert site.title.startswith('La "Une" d\'hier\\ \u202eevil')
        _, declared = ast.parse(text).body
        assert isinstance(declared, ast.ClassDef)
        calls = [node for node in ast.walk(declared) if isinstance(node, ast.Call)]
        assert {ast.unparse(call.func) for call in calls} <= {"Feed", "Sitemap"}
        assert all(isinstance(word, ast.Constant) for call in calls for word in call.args)


def test_what_robots_txt_forbids_is_not_asked_for(town: Town, desk: Desk) -> None:
    town.pages["/robots.txt"] = page("User-agent: *\nCrawl-delay: 0.1\nDisallow: /flux.xml\n", "text/plain")
    town.pages["/sitemap.xml"] = town.pages.pop("/plan.xml")
    done = desk.add(town.base)
    assert done.returncode == 0, done.stderr
    assert "/flux.xml" not in town.asked
    text = desk.file.read_text()
    assert "Feed" not in text
    assert "Sitemap(" in text
    assert "Crawl-delay 0.1; /flux.xml: cannot be asked for: Forbidden by robots.txt" in text


def test_a_look_ends_after_some_requests(town: Town, desk: Desk) -> None:
    loops = "".join(f'<link rel="alternate" type="application/rss+xml" href="/loop{at}">' for at in (1, 2))
    town.front("Le Fleuve", "SPIP 4.2", loops)
    town.pages |= {f"/loop{at}": leads_to(f"/loop{at}") for at in (1, 2, 3)}
    town.pages["/robots.txt"] = page(f"Sitemap: {town.base}/loop3\nSitemap: {town.base}/plan.xml", "text/plain")
    done = desk.add(town.base)
    assert done.returncode == 0, done.stderr
    assert len(town.asked) == MOST
    assert sum(target in town.articles for target in town.asked) == 3
    assert "/plan.xml: was not asked for: a look ends after 20 requests" in done.stdout
    assert f'sources = (Feed("{town.base}/flux.xml"),)' in desk.file.read_text()


def test_opt_outs_are_noted(town: Town, desk: Desk) -> None:
    said = json.dumps([{"location": "/", "tdm-reservation": 1}])
    town.pages["/.well-known/tdmrep.json"] = page(said, "application/json")
    town.pages[town.articles[-1]] = page(BODY, headers="X-Robots-Tag: noarchive\r\n")
    done = desk.add(town.base)
    assert done.returncode == 0, done.stderr
    (notes,) = (line for line in desk.file.read_text().splitlines() if "notes" in line)
    assert "tdmrep.json tdm-reservation=1: a crawl keeps no text" in notes
    assert "header noarchive, tdmrep.json tdm-reservation=1: a crawl keeps nothing" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"/": page("no", status="403 Forbidden")}, "answers 403"),
        (
            {"/robots.txt": page("User-agent: *\nDisallow: /\n", "text/plain")},
            "cannot be asked for: Forbidden by robots",
        ),
        ({"/robots.txt": page("", status="500 Oops")}, "Its robots.txt cannot be had (it answers 500)"),
        ({"/": leads_to("https://other.example/")}, "leads to https://other.example/, which is another site"),
        ({"/": leads_to("/")}, "leads from one address to the next"),
        ({"/": page("<html><body>Soon</body></html>"), "/plan.xml": page("x")}, "nothing that lists articles"),
    ],
    ids=["403", "disallow", "robots-500", "elsewhere", "loop", "nothing"],
)
def test_what_is_no_use_is_one_line(changes: dict[str, Reply], says: str, town: Town, desk: Desk) -> None:
    town.pages |= changes
    done = desk.add(town.base)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith(f"pressmark: {town.base}/")
    assert says in done.stderr
    assert desk.files == []
    assert len(town.asked) <= MOST


def test_a_host_that_does_not_exist(desk: Desk) -> None:
    done = desk.add("http://no-such-paper.invalid/", CONTACT="desk@example.org")
    assert (done.returncode, desk.files) == (1, [])
    assert done.stderr == ("pressmark: http://no-such-paper.invalid/ cannot be asked for: its host name is unknown\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "say which site"),
        (["https://a.example/", "https://b.example/"], "say which site"),
        (["ftp://a.example/"], "needs a URL"),
        (["http://site/"], "no site can be called site"),
        (["http://127.0.0.1:9/", "--write"], "--write goes with --check"),
        (["http://127.0.0.1:9/", "--country", "Mali"], "--country Mali"),
        (["http://127.0.0.1:9/", "--check", "a.example"], "--check NAME goes with no URL"),
        (["--check", "a.example"], "no site is called a.example"),
        (["https://paper.invalid/"], "paper.invalid is a public host, so say who crawls it"),
        (["http://127.0.0.1:9/", "-s", "POLL_FLOR=3"], "did you mean POLL_FLOOR"),
    ],
    ids=["none", "two", "ftp", "reserved", "write", "country", "both", "unknown", "contact", "setting"],
)
def test_misuse_is_one_line(words: list[str], says: str, desk: Desk) -> None:
    done = desk.add(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


# --- what moved ------------------------------------------------------------------------------------------------------


def declare(town: Town, desk: Desk) -> str:
    """The file that addsite writes of the town's paper, and its text."""
    text = f'''from scraper import Feed, NewsSpider, Sitemap


class Site127(NewsSpider):
    """{town.name}, made with spip."""

    name = "{town.name}"
    title = "Le Fleuve"
    language = "fr"
    status = "probed 2026-11-22"
    sources = (Feed("{town.base}/flux.xml"), Sitemap("{town.base}/plan.xml"))
    article = r"^https?://[^/]+/actu/\\d+-[^/?]+\\.html/?(\\?|$)"
    samples = ("{town.base}/actu/28-le-pont-numero-28.html",)
    others = ("{town.base}/", "{town.base}/rubrique/sport")
'''
    (desk.folder / "papers" / f"{re.sub('[.-]', '_', town.name)}.py").write_text(text)
    return text


def changed(town: Town, what: str) -> None:
    """Have the editors do this."""
    match what:
        case "feed-gone":
            del town.pages["/flux.xml"]
        case "feed-html":
            town.pages["/flux.xml"] = page("<html><body>Plus de flux</body></html>")
        case "feed-moved":
            town.pages["/rss/"] = town.pages["/flux.xml"]
            town.pages["/flux.xml"] = leads_to("/rss/")
        case "feed-down":
            town.pages["/flux.xml"] = page("", status="503 Later", headers="Retry-After: 0\r\n")
        case "sitemap-gone":
            del town.pages["/plan.xml"]
            town.pages["/robots.txt"] = page("User-agent: *\n", "text/plain")
        case "cms":
            town.front("Le Fleuve", "Drupal 11")
        case "addresses":
            town.articles = [f"/2026/11/{number}/le-pont-rouvre/" for number in range(11, 19)]
            town.pages |= {path: town.article(path) for path in town.articles}
            town.front("Le Fleuve", "SPIP 4.2")
            town.feed("/flux.xml", town.articles)
            town.pages["/plan.xml"] = page(town.urlset(town.articles), "application/xml")
        case "dates":
            town.pages |= {path: town.article(path, dated=False) for path in town.articles}
        case "pages":
            town.pages |= {path: page("", status="403 Forbidden") for path in town.articles}


MOVED = {
    "feed-gone": ("feed {base}/flux.xml: answers 404", 'sources = (Sitemap("{base}/plan.xml"),)'),
    "feed-html": ("feed {base}/flux.xml: an HTML page came", 'sources = (Sitemap("{base}/plan.xml"),)'),
    "feed-moved": ("feed {base}/flux.xml moved to {base}/rss/", 'Feed("{base}/rss/")'),
    "feed-down": ("feed {base}/flux.xml: answers 503", None),
    "sitemap-gone": ("sitemap {base}/plan.xml: answers 404", 'sources = (Feed("{base}/flux.xml"),)'),
    "cms": ("it was made with spip, and is with drupal", "made with drupal."),
    "addresses": ("article: the pattern matches 0 of the 8 newest links", r'article = r"^https?://[^/]+/\d{4}/\d{2}/'),
    "dates": ("extraction: no date in any of 3 articles", None),
    "pages": ("extraction: none of 5 articles could be read", None),
}


@pytest.mark.parametrize("what", MOVED)
def test_check_says_what_moved(what: str, town: Town, desk: Desk) -> None:
    before, name = declare(town, desk), town.name
    changed(town, what)
    done = desk.add("--check", name)
    line, declaration = MOVED[what]
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.startswith(line.format(base=town.base)), done.stdout
    assert desk.file.read_text() == before
    if declaration:
        assert declaration.replace("{base}", town.base) in done.stdout


def test_check_says_that_all_is_as_declared(town: Town, desk: Desk) -> None:
    assert desk.add(town.base).returncode == 0
    assert desk.file.read_text() == declare(town, desk)
    done = desk.add("--check", town.name)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf"{town.name}: all is as declared \(\d+ requests\)\n", done.stdout)


def test_check_writes_what_moved(town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    old = declare(town, desk)
    desk.file.write_text(re.sub(r"probed [\d-]+", "declared", old).replace("    others", "    # ours\n    others"))
    changed(town, "feed-moved")
    done = desk.add("--check", town.name, "--write")
    assert done.returncode == 1, done.stderr
    assert desk.file.read_text().replace("    # ours\n", "") == old.replace("/flux.xml", "/rss/")
    assert loaded(desk, monkeypatch).name == town.name


def test_check_finds_what_is_new(town: Town, desk: Desk) -> None:
    town.pages["/robots.txt"] = page("User-agent: *\n", "text/plain")
    text, name = declare(town, desk), town.name
    desk.file.write_text(text.replace(", Sitemap\n", "\n").replace(f' Sitemap("{town.base}/plan.xml")', ""))
    town.pages["/sitemap.xml"] = town.pages["/plan.xml"]
    done = desk.add("--check", name, "--write")
    assert (done.returncode, done.stdout.partition("\n")[0]) == (1, f"new: sitemap {town.base}/sitemap.xml")
    assert f'Sitemap("{town.base}/sitemap.xml")' in desk.file.read_text()
    assert "import Feed, NewsSpider, Sitemap\n" in desk.file.read_text()


def test_check_of_a_site_that_cannot_be_reached(town: Town, desk: Desk) -> None:
    declare(town, desk)
    town.pages["/"] = page("no", status="403 Forbidden")
    done = desk.add("--check", town.name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"pressmark: {town.base}/ answers 403\n"
