"""Secrets planted wherever an operator may have them, and whether bytes hold any of them."""

import base64
import re
from urllib.parse import quote

from tests import bytesearch
from tests.rawserver import Reply, say

USER, SITE, PROXY, COOKIE = "jean@paper", "Site/pa+ss?66", "Proxy:pa/ss&44", "c00kie-planted-77"
KEY, SECRET, TOKEN = "AKIAPLANTED0000000A1", "Secret/planted+access/key/0000000000000b", "planted-session-token-33"
ENDPOINT, FTP, QUERY = "endpoint-pw-99", "ftp-pw-12", "query-secret-21"
BUSY, TLS = "/2026/11/22/trop-de-demandes/", "/2026/11/22/la-crue-en-tls/"
TEXT = "La crue du fleuve a touché plusieurs quartiers de la ville, et les riverains ont quitté leurs maisons. " * 9


def page(body: str, status: str = "200 OK", more: str = "", kind: str = "text/html; charset=utf-8") -> Reply:
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(data)}\r\n\r\n"
    return say(head.encode() + data)


def paper(*also: str) -> dict[str, Reply]:
    """A front page that sets a cookie, articles, one that redirects, what else its feed names, and a busy one."""
    paths = [f"/2026/11/22/la-crue-du-fleuve-{number}/" for number in range(3)]
    named = (*paths, "/2026/11/22/ailleurs/", *also)
    links = "".join(f"<item><title>La crue</title><link>{path}</link></item>" for path in named)
    front = "<link rel=alternate type='application/rss+xml' href='/feed'>"
    return {
        "/robots.txt": page("", kind="text/plain"),
        "/": page(front, more=f"Set-Cookie: sid={COOKIE}; Path=/\r\n"),
        "/feed": page(f"<rss version='2.0'><channel>{links}</channel></rss>", kind="application/rss+xml"),
        "/2026/11/22/ailleurs/": page("", "302 Found", "Location: http://a:b@127.0.0.1/\r\n"),
        BUSY: page("later", "503 Later", "Retry-After: 600\r\n"),
        **{path: page(article(path)) for path in (*paths, TLS)},
    }


def article(path: str) -> str:
    return f"<title>La crue</title><article><h1>La crue</h1><p>{path} {TEXT}</p><p>{TEXT}</p></article>"


def forms(user: str, secret: str) -> set[bytes]:
    """A secret as it is, as URLs, JSON and HTTP authentication write it."""
    basic = base64.b64encode(f"{user}:{secret}".encode()).decode()
    plain = base64.b64encode(secret.encode()).decode().rstrip("=")
    return {form.encode() for form in (secret, quote(secret), quote(secret, safe=""), basic, plain)}


PLANTED = {
    "site": forms(USER, SITE),
    "proxy": forms(USER, PROXY),
    "key": forms("", KEY),
    "secret": forms(KEY, SECRET),
    "token": forms("", TOKEN),
    "endpoint": forms("key", ENDPOINT),
    "ftp": forms("ftp", FTP),
    "query": forms("", QUERY),
}


def leaks(name: str, data: bytes) -> list[str]:
    """Which planted secrets stand in these bytes, whatever packs them. What a server sets as a cookie is evidence."""
    found = []
    for text in bytesearch.unpacked(data):
        found += [secret for secret, each in PLANTED.items() if any(form in text for form in each)]
        if COOKIE.encode() in re.sub(rb"(?im)^set-cookie:.*$", b"", text) and COOKIE.encode() not in name.encode():
            found.append("cookie")
    return [f"{secret} in {name}" for secret in dict.fromkeys(found)]


def signed_in(url: str, user: str, password: str) -> str:
    return url.replace("//", f"//{quote(user, safe='')}:{quote(password, safe='')}@", 1)
