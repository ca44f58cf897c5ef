"""`python -m tests.papers KIND`: serve a paper until SIGTERM or SIGINT; its address is the first line printed."""

import argparse
import signal
import threading

from . import KINDS, Paper


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m tests.papers", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--articles", type=int, default=30, help="that were there before (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="same number, same articles (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="0 for a free one (default: %(default)s)")
    chosen = parser.parse_args()

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with Paper(chosen.kind, seed=chosen.seed, articles=chosen.articles, port=chosen.port) as paper:
        print(paper.url, flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
