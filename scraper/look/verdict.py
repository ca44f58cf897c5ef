"""What a look at a site amounts to: the facts of its file, and what moved since a file was written."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

from archive.canonical import canonical
from archive.links.link import Link
from archive.links.shape import ARTICLE, score, section_score
from archive.links.title import plain

from ..requests import KIND
from ..sources import Feed, Section, Sitemap, Source, WordPress
from ..spider import NewsSpider
from . import pattern
from .findings import Findings, Seen
from .sitefile import MADE, Declaration

LONG = 90
"""Characters of an address that a line holds beside others facts."""
RECENT = 100
"""Links, the newest, that a pattern is inferred from and held against, beyond those of feeds and APIs."""
ENOUGH = 5
"""Links of feeds, APIs and news sitemaps from which other sitemaps, that list service pages too, are not needed."""
FEEDS, SITEMAPS, SECTIONS = 3, 3, 5
LONGEST_TITLE = 60
HOME = {"accueil", "actualités", "à la une", "home", "homepage", "une", "welcome", "الرئيسية"}
NO_DATES = "its pages give no dates"


def declared(name: str, findings: Findings, country: str) -> Declaration:
    """The facts of a site's file; without sources when nothing lists articles that can be read."""
    article = _pattern(findings)
    matching = _matching(article, findings)
    return Declaration(
        name=name,
        title=_title(name, findings),
        country=country,
        language=" ".join(languages(findings)),
        status=f"probed {datetime.now(UTC):%Y-%m-%d}",
        sources=tuple(chosen(findings)),
        article=article if matching else None,
        samples=tuple(matching),
        others=_others(findings),
        notes="; ".join(notes(findings)),
        cms=re.sub(r"[^a-z0-9._-]", "_", cms)[:30] if findings.found and (cms := findings.found.cms) else None,
    )


def chosen(findings: Findings) -> list[Source]:
    """The sources worth naming, the surest first; lists only where nothing else names articles."""
    usable = [each for each in findings.sources if each.usable]
    apis = [each for each in usable if isinstance(each.source, WordPress)]
    feeds = _telling([each for each in usable if isinstance(each.source, Feed)])[:FEEDS]
    sitemaps = _telling(sorted((each for each in usable if _of_articles(each)), key=lambda each: not each.news))
    first = [*apis, *feeds, *sitemaps[:SITEMAPS]]
    lists = [each for each in usable if isinstance(each.source, Section)][:SECTIONS]
    if not first and not any(sample.read for sample in findings.samples):
        return []
    return [replace(each.source, url=each.address) for each in first or lists]


def languages(findings: Findings) -> list[str]:
    """What its articles are in, else what its front page or a source says, in order of weight."""
    read = Counter(sample.read.language for sample in findings.samples if sample.read)
    found = [code for code, _ in read.most_common() if code != "und"]
    said = [findings.found.language if findings.found else None, *(each.language for each in findings.sources)]
    return [code for code in found or [next(filter(None, said), "")] if re.fullmatch("[a-z]{2,3}", code)]


def notes(findings: Findings) -> Iterator[str]:
    """What an operator must know, the gravest first."""
    yield from findings.opt_outs
    if findings.delay:
        yield f"Crawl-delay {findings.delay:g}"
    read = [sample.read for sample in findings.samples if sample.read]
    if not read:
        yield "no sample could be read as an article"
    elif not any(reading.published for reading in read):
        yield NO_DATES
    for each in findings.seen:
        if each.fault and not isinstance(each.source, Section):
            yield f"{_place(each.source.url, findings)}: {each.fault}"
    yield from (f"{url} is on another site" for url in findings.elsewhere)


def said(site: type[NewsSpider]) -> Declaration:
    """What a site file says."""
    return Declaration(
        name=site.name,
        title=site.title,
        country=site.country,
        language=site.language,
        status=site.status,
        sources=site.sources,
        article=site.article,
        samples=site.samples,
        others=site.others,
        notes=site.notes,
        cms=made[1] if (made := re.search(rf"{MADE}(\S+)\.$", site.__doc__ or "")) else None,
    )


def moved(before: Declaration, now: Declaration, findings: Findings) -> list[str]:
    """One line for each thing that is not as a site file has it; `now` is what addsite would write."""
    told = [line for each in findings.declared if (line := _of_source(each))]
    kinds = {type(source) for source in before.sources}
    told += [f"new: {KIND[type(each)]} {each.url}" for each in now.fitting() if type(each) not in kinds]
    if now.cms and before.cms and before.cms != now.cms:
        told.append(f"it was made with {before.cms}, and is with {now.cms}")
    newest = newest_links(findings)
    if before.article and newest and not pattern.fits(before.article, newest, ()):
        number = sum(re.search(before.article, url) is not None for url in newest)
        told.append(f"article: the pattern matches {number} of the {len(newest)} newest links")
    return told + list(_of_samples(findings, before.notes))


def renewed(before: Declaration, now: Declaration, findings: Findings) -> Declaration:
    """A site file's facts with what moved in its new place; what gave nothing this once stays."""
    kinds = {type(source) for source in before.sources}
    kept = [replace(each.source, url=each.address) for each in findings.declared if not each.gone]
    lost = {type(each.source) for each in findings.declared if each.gone}
    new = [each for each in now.fitting() if (type(each) not in kinds or type(each) in lost) and each not in kept]
    result = replace(before, sources=(*kept, *new) or before.sources)
    if not before.status.startswith("verified") or result.sources != before.sources:
        result = replace(result, status=now.status)
    newest = newest_links(findings)
    if before.article and newest and not pattern.fits(before.article, newest, ()) and now.article:
        result = replace(result, article=now.article, samples=now.samples, others=now.others, status=now.status)
    return replace(result, cms=now.cms) if before.cms and now.cms else result


def newest_links(findings: Findings) -> list[str]:
    """Addresses that are articles' as far as one can know, the newest first."""
    trusted = [link.url for link in findings.articles if _is_trusted(link, findings)]
    if len(trusted) >= ENOUGH:
        return trusted[:RECENT]
    others = [link.url for link in findings.articles if link.url not in trusted]
    return [*trusted, *([url for url in others if score(url) >= ARTICLE] or others)[:RECENT]]


def _is_trusted(link: Link, findings: Findings) -> bool:
    return link.title is not None or any(
        link.source in (each.source.url, each.address)
        for each in findings.sources
        if isinstance(each.source, Feed | WordPress)
    )


def _pattern(findings: Findings) -> str | None:
    """From links that samples show to be articles."""
    fetched = [sample for sample in findings.samples if sample.fault is None]
    if not fetched or 2 * sum(sample.read is not None for sample in fetched) < len(fetched):
        return None
    return pattern.infer(newest_links(findings), findings.others)


def _matching(article: str | None, findings: Findings) -> list[str]:
    """Addresses that show what the pattern matches: samples that were read, before others."""
    urls = [*(sample.link.url for sample in findings.samples if sample.read), *newest_links(findings)[:20]]
    plainer = (_readable(canonical(url)) for url in urls)
    return [url for url in dict.fromkeys(plainer) if article and re.search(article, url)]


def _readable(url: str) -> str:
    """An address as readers see it, where it would fill a line with escapes."""
    written = unquote(url)
    return written if len(url) > LONG and written.isprintable() and not re.search(r"[\s\ufffd%?#]", written) else url


def _others(findings: Findings) -> tuple[str, ...]:
    """The front page, sections by the shortest, other links of the menu."""
    listed = {link.url for link in findings.found.sections} if findings.found else set[str]()
    rest = (url for url in findings.others if url != findings.front)
    ordered = sorted(rest, key=lambda url: (url not in listed, -section_score(url), len(url)))
    return (findings.front, *ordered)


def _telling(seen: list[Seen]) -> list[Seen]:
    """Those that list something which the ones before do not, and might."""
    kept: list[Seen] = []
    for each in seen:
        known = {canonical(link.url) for other in kept for link in other.links}
        if any(canonical(link.url) not in known and score(link.url) > 0 for link in each.links):
            kept.append(each)
    return kept


def _of_articles(each: Seen) -> bool:
    return isinstance(each.source, Sitemap) and any(link.title or score(link.url) > 0 for link in each.links)


def _title(name: str, findings: Findings) -> str:
    """The paper's own name, from a front page's title that says more; else its domain."""
    written = plain(findings.found.name if findings.found else None) or name
    parts = [part.strip() for part in re.split(r"\s+[|–—»·:-]\s+|\s*\|\s*", written) if part.strip()]
    parts = [part for part in parts if part.lower() not in HOME] or [written]
    label = re.sub(r"\W", "", name.rpartition(".")[0].lower())
    alike = (part for part in parts if (letters := re.sub(r"\W", "", part.lower())) and letters in label)
    return next(alike, parts[0])[:LONGEST_TITLE]


def _place(url: str, findings: Findings) -> str:
    """An address as a note names it: the path alone, on the site itself."""
    root = re.match(r"https?://[^/]+", findings.front)
    return url.removeprefix(root[0]) if root else url


def _of_source(each: Seen) -> str | None:
    what = f"{KIND[type(each.source)]} {each.source.url}"
    if each.fault:
        return f"{what}: {each.fault}"
    return f"{what} moved to {each.address}" if each.address != each.source.url else None


def _of_samples(findings: Findings, known: str) -> Iterator[str]:
    """What extraction does not find any more in any of the articles looked at."""
    read = [sample.read for sample in findings.samples if sample.read]
    if findings.samples and not read:
        first = findings.samples[0]
        why = first.fault or (f"read as {first.reading.outcome}" if first.reading else "")
        yield f"extraction: none of {len(findings.samples)} articles could be read; {first.link.url} {why}"
    if read and not any(reading.title for reading in read):
        yield f"extraction: no title in any of {len(read)} articles"
    if read and NO_DATES not in known and not any(reading.published for reading in read):
        yield f"extraction: no date in any of {len(read)} articles"
