"""`python -m tests.newspaper`: serve the newspaper until SIGTERM or SIGINT; its address is the first line printed."""

import argparse
import signal
import subprocess
import sys
import threading

from .server import Newspaper


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m tests.newspaper", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port, 0 for a free one (default: %(default)s)")
    parser.add_argument("--extra", type=int, default=0, metavar="N", help="generated articles to add")
    parser.add_argument("--copies", type=int, default=1, metavar="N", help="articles repeated at a second address")
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS", help="wait before each answer")
    parser.add_argument(
        "--run",
        nargs=argparse.REMAINDER,
        metavar="COMMAND",
        help="run this, {url} replaced, then stop with its exit code",
    )
    chosen = parser.parse_args()

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with Newspaper(
        host=chosen.host,
        port=chosen.port,
        extra_articles=chosen.extra,
        copies=chosen.copies,
        delay=chosen.delay,
    ) as paper:
        print(paper.url, flush=True)
        if chosen.run:
            sys.exit(subprocess.run([word.format(url=paper.url) for word in chosen.run], check=False).returncode)
        stop.wait()


if __name__ == "__main__":
    main()
