"""What the machine can extract: the pages read by the pool of workers, and nothing else.

`ceiling.py PAGES WORKERS [trafilatura]`: with the last word by trafilatura alone, with its metadata.
"""

import sys
import time
from datetime import UTC, datetime

import pages
from trafilatura import bare_extraction

from archive import work
from archive.extraction import extract, fingerprint
from archive.pool import Pool


def read(number: int, body: bytes) -> str:
    """What a worker does to one page in a crawl, without the record around it."""
    url = "http://127.0.0.1" + pages.path(number)
    reading = extract.read_page(body, charset="utf-8", url=url, fetched_at=datetime.now(UTC))
    fingerprint.fingerprint(reading.text)
    return reading.outcome


def read_by_trafilatura(number: int, body: bytes) -> str:
    """The same page, as trafilatura's users read it."""
    url = "http://127.0.0.1" + pages.path(number)
    return "article" if bare_extraction(body, url=url, with_metadata=True) else "empty"


READERS = {"": read, "trafilatura": read_by_trafilatura}


def main(count: int, workers: int, reader: str = "") -> None:
    """Print the seconds that all pages took, the workers being warm."""
    made = {number: pages.article(number, "http://127.0.0.1") for number in range(1, count + 1)}
    with Pool(workers, 30, 1500, work.warm_reader) as pool:
        for first in [pool.submit(READERS[reader], number, made[1]) for number in range(4 * workers)]:
            first.result()
        began = time.perf_counter()
        outcomes = {future.result() for future in [pool.submit(READERS[reader], *page) for page in made.items()]}
        print(f"{count} pages in {time.perf_counter() - began:.3f} s")
    if outcomes != {"article"}:
        sys.exit(f"not every page was read as an article: {outcomes}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
