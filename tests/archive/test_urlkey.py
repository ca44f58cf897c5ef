import json
import os
import random
import subprocess
import time
from pathlib import Path

import pytest

from archive.urlkey import urlkey

PYWB_PYTHON = os.environ.get("PRESSMARK_PYWB_PYTHON", Path(__file__).parents[2] / ".venv-pywb/bin/python")
PYWB = """
import json, sys
from pywb.utils.canonicalize import canonicalize
json.dump([canonicalize(url) for url in json.load(sys.stdin)], sys.stdout)
"""
SESSION = "0123456789abcdef0123456789ABCDEF"
RULES = {
    "https://www.Example.com/a/?b": "com,example)/a?b",
    "http://www2.example.com:80": "com,example)/",
    "https://example.com:8443/?": "com,example:8443)/",
    "http://me:secret@example.com/": "com,example)/",
    "http://example.com//a/./b/../C#part": "com,example)/a/c",
    "http://example.com/%7Ea/%C3%A9t%e9/%2541%23": "com,example)/~a/%c3%a9t%e9/a%23",
    "http://example.com/?q=node/12": "com,example)/?q=node/12",
    "http://example.com/spip.php?article12": "com,example)/spip.php?article12",
    "http://example.com/x?b=2&a=1&b=1&B": "com,example)/x?a=1&b&b=1&b=2",
    f"http://example.com/x?PHPSESSID={SESSION}&id=3": "com,example)/x?id=3",
    "http://пример.рф/новость": "xn--p1ai,xn--e1afmkfd)/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d1%8c",
    "http://127.0.0.1:8000/feed/": "1,0,0,127:8000)/feed",
}
HOSTS = """
    example.com www.example.com WWW23.Example.ORG www-3.example.com www.com www. www.www.example.com m.example.com
    a_b.example.com a-.example.com example..com .example.com example.com. localhost éxample.com ÉXAMPLE.com
    xn--xample-9ua.com 例え.テスト 例え。テスト пример.рф straße.de ελληνικός.gr ☃.net ﬁsh.example İstanbul.example
    é..example e%CC%81.com %65xample.com www%2eexample.com %FF.com a%2fb.com a%.com me:pa@ss@example.com
    user:80@example.com @example.com 127.0.0.1 192.168.1 3232235777 0177.0.0.1 08.1.1.1 256.1.1.1 1.2.3.4.5 0x7f.1
    www.1.2.3.4 [::1] [2001:DB8::1]
"""
PORTS = ["", "", "", ":", ":80", ":443", ":0080", ":8080", ":0"]
PATHS = [
    *("/", "/", "/", "//", ".", "..", "...", "%2e", "%2F", "a", "B", "1", "é", "%C3%A9", "%E9", "%25", "%2541", "%4"),
    *("%", ";", "=", "&", "+", " ", "%20", "\t", ",", ")", "~", "%7e", ":", "@", "'", '"', "<", "|", "\\", "%00", "😀"),
    *("%23", "%3f", "\x01", "\x7f", "index.php", "x.aspx", "(s(4hqa0555fwsecu455xqckv45))"),
    *("(4hqa0555fwsecu455xqckv45)", f";jsessionid={SESSION}"),
]
QUERIES = [
    *("&", "&", "=", "=", "a", "B", "1", "10", "-", "?", "/", ";", "%26", "%3D", "%20", "+", "é", "%E9", "%", "%2525"),
    *("[", "~", "\n", "%0a", "&amp;", "utm_source=x", f"sid={SESSION}", f"jsessionid={SESSION}"),
    *(f"PHPSESSID={SESSION}", "ASPSESSIONIDAQBSDSRT=EOHBLBDDPFCLHKPGGKLILNAM", "cfid=1", "CFTOKEN=x", "&cftoken=9"),
]


@pytest.mark.parametrize(("url", "key"), RULES.items())
def test_rules(url: str, key: str) -> None:
    assert urlkey(url) == key


def test_is_what_pywb_computes() -> None:
    urls = [*RULES, *(f"http://{host}{port}/" for host in HOSTS.split() for port in ("", ":8080")), *_mixed(5000)]
    pywb = subprocess.run([PYWB_PYTHON, "-c", PYWB], input=json.dumps(urls), capture_output=True, text=True, check=True)
    assert {url: urlkey(url) for url in urls} == dict(zip(urls, json.loads(pywb.stdout), strict=True))


def _mixed(count: int) -> list[str]:
    """URLs put together from everything above, the same in every run."""
    dice, hosts = random.Random(20261122), HOSTS.split()
    heads = (dice.choice(("http://", "HTTPS://")) + dice.choice(hosts) + dice.choice(PORTS) for _ in range(count))
    return [
        head
        + dice.choice(("", "/", "/" + "".join(dice.choices(PATHS, k=dice.randint(1, 7)))))
        + dice.choice(("", "?" + "".join(dice.choices(QUERIES, k=dice.randint(0, 8)))))
        + dice.choice(("", "", "#x?y"))
        for head in heads
    ]


NO_WEB_URLS = [
    *("", " ", "http://", "http://?x", "//", "http://[::1", "http://::1/", "http://a:99999/", "http://a: 80/", "a b"),
    *("é", "javascript:alert('x y')", "http://\udce9/\udce9?\udce9", "http://" + "é" * 70 + ".example/", "http://\0/"),
]
HOSTILE_URLS = [
    *("http://a/" + "%25" * 100_000, "http://a/?" + "cfid=x" * 50_000 + "&cftoken", "http://a/" + "../" * 100_000),
    *("http://a/" + "(4hqa0555fwsecu455xqckv45)/" * 10_000 + "?.aspx", "http://" + "é." * 100_000),
    "http://" + "@:" * 100_000,
]


@pytest.mark.parametrize("url", NO_WEB_URLS)
def test_anything_has_a_key_that_fits_in_an_index_line(url: str) -> None:
    key = urlkey(url)
    assert key.isascii()
    assert len(key.split()) <= 1


def test_a_url_without_a_host_is_its_own_key() -> None:
    assert urlkey("mailto:Desk@Paper.example") == "mailto:Desk@Paper.example"


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=lambda url: url[:20])
def test_a_hostile_url_takes_no_long_time(url: str) -> None:
    begin = time.process_time()
    urlkey(url)
    assert time.process_time() - begin < 2
