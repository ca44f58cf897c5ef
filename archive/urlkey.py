"""The key under which a web archive's index files a URL: SURT, as pywb and the Wayback Machine compute it."""

import re
from contextlib import suppress
from socket import inet_aton, inet_ntoa

_OPAQUE = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:(?!//)", re.IGNORECASE)  # mailto:, javascript:, urn: ...
_URL = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?/*([^/?]*)([^?]*)\??(.*)", re.IGNORECASE | re.DOTALL)
_HOST_PORT = re.compile(r"(?:[^?/]*@)?(\[[^\]]*\]|[^:\[\]]*)(?::0*([0-9]{0,5}))?", re.DOTALL)
_DEFAULT_PORT = {"http": 80, "https": 443}
_ESCAPED = [f"%{byte:02x}" if byte <= 0x20 or byte >= 0x7F or byte in b"#%" else chr(byte) for byte in range(256)]
_HEX = frozenset(b"0123456789abcdefABCDEF")
_LONGEST = 8192  # a longer path or query keeps its session ids: looking for them takes quadratic time
_SESSIONS_IN_PATH = tuple(
    re.compile(rf"(.*/)\({session}\)/([^?]+\.aspx.*)", re.IGNORECASE)
    for session in (r"(?:[a-z]\([0-9a-z]{24}\))+", r"[0-9a-z]{24}")
)
_SESSIONS_IN_QUERY = tuple(
    re.compile(rf"(.*){session}(?:&(.*))?", re.IGNORECASE)
    for session in (
        r"jsessionid=[0-9a-z]{32}",
        r"phpsessid=[0-9a-z]{32}",
        r"sid=[0-9a-z]{32}",
        r"aspsessionid[a-z]{8}=[a-z]{24}",
        r"cfid=[^&]+&cftoken=[^&]+",
    )
)


def urlkey(url: str) -> str:
    """The SURT key of a URL: `https://www.Example.com/a/?b` gives `com,example)/a?b`. ASCII, no spaces.

    It never fails: a URL without a host to reverse (`mailto:`, an impossible port) is its own key, escaped.
    """
    url = re.sub(r"[\t\r\n]", "", url).strip(" ").partition("#")[0]
    match = None if _OPAQUE.match(url) else _URL.fullmatch(url)
    scheme, authority, path, query = match.groups() if match else (None, "", "", "")
    host = _host(authority, (scheme or "http").lower())
    if not host:
        return _escape(_bytes(url))
    path, query = _path(path), _query(query)
    return f"{host}){path}?{query}" if query else f"{host}){path}"


def _host(authority: str, scheme: str) -> str:
    """`me@www.Example.com:8080` gives `com,example:8080`; empty when there is no host or its port is none."""
    match = _HOST_PORT.fullmatch(authority)
    name, port = (match[1].strip("[]"), int(match[2] or 0)) if match else ("", 0)
    if port > 65535:
        return ""
    name = _address(".".join(label for label in _dns_name(name).split(".") if label))
    name = ",".join(reversed(re.sub(r"^www[0-9]*\.", "", name).split(".")))
    return f"{name}:{port}" if name and port not in (0, _DEFAULT_PORT.get(scheme)) else name


def _dns_name(name: str) -> str:
    """Lower case and ASCII: by IDNA 2003, as the other tools have it, or escaped when that cannot write it."""
    raw = _unescape(_bytes(name))
    if not raw.isascii() and len(raw) <= 1024:  # longer is no name, and IDNA takes its time
        with suppress(UnicodeError):  # not UTF-8, an empty label, or one over 63 bytes
            raw = raw.decode().encode("idna")
    return _escape(raw).lower()


def _address(name: str) -> str:
    """An IPv4 address given as one number, or with octal or left-out parts, as four decimal numbers; else the name."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+){0,3}", name):
        with suppress(OSError):
            return inet_ntoa(inet_aton(name))
    return name


def _path(path: str) -> str:
    """Decoded, without empty and dot segments, session ids and trailing slash; lower case."""
    segments: list[bytes] = []
    for segment in _unescape(_bytes(path[1:])).split(b"/"):
        if segment == b".." and segments:
            segments.pop()
        elif segment != b".":
            segments.append(segment)
    plain = b"/" + b"/".join(segment for segment in segments if segment)
    return _without_sessions(_escape(plain), _SESSIONS_IN_PATH).lower()


def _query(query: str) -> str:
    """Decoded, without session ids, its parameters sorted by name, then value; lower case."""
    query = _without_sessions(_escape(_unescape(_bytes(query))), _SESSIONS_IN_QUERY).lower()
    return "&".join(sorted(query.split("&"), key=lambda parameter: parameter.partition("=")))


def _without_sessions(text: str, sessions: tuple[re.Pattern[str], ...]) -> str:
    for session in sessions:
        if len(text) <= _LONGEST and (match := session.fullmatch(text)):
            text = match[1] + (match[2] or "")
    return text


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _escape(raw: bytes) -> str:
    return "".join([_ESCAPED[byte] for byte in raw])


def _unescape(raw: bytes) -> bytes:
    """Percent-decoded until nothing is left to decode, in one pass: `%2541` gives `A`."""
    head, _, tail = raw.partition(b"%")
    if len(head) == len(raw):
        return raw
    plain = bytearray(head + b"%")
    for byte in tail:
        plain.append(byte)
        while len(plain) > 2 and plain[-3] == 0x25 and plain[-1] in _HEX and plain[-2] in _HEX:
            plain[-3:] = bytes.fromhex(plain[-2:].decode())
    return bytes(plain)
