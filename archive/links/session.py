"""Addresses without the session ids that some servers write into every link."""

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

IN_PATH = re.compile(r";jsessionid=[^/?#;]*|/\([A-Za-z]\([0-9A-Za-z]{8,}\)\)(?=/)", re.IGNORECASE)
IN_QUERY = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|sess(?:ion)?_?id|cfid|cftoken|osclsid|zenid)=.*"
    r"|(?:sid|s|session)=(?=[^&]*\d)[0-9A-Za-z,_-]{16,}",  # a short sid is a story's number
    re.IGNORECASE,
)
MAY_BE = re.compile(r"[?&]((?:sid|ssid|sess|session|token)=(?=[^&#]*\d)[0-9A-Za-z]{6,})(?=[&#]|$)", re.IGNORECASE)
"""What may as well be a story's number, and tells only by standing in all links of a page."""
ALL = 3
"""Links of a page in which it has to stand."""


def without_session(url: str, also: frozenset[str] = frozenset()) -> str:
    """The address all visitors share: two links that differ only by a session id, or by `also`, become one."""
    if "=" not in url and "(" not in url:
        return url
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if part not in also and not IN_QUERY.fullmatch(part))
    return parts._replace(path=IN_PATH.sub("", parts.path), query=query).geturl()


def shared(links: Iterable[str]) -> frozenset[str]:
    """Parameters that are a session id by what the links of one page say: its name always has this one value."""
    values: dict[str, set[str]] = defaultdict(set)
    bearing: dict[str, set[str]] = defaultdict(set)
    for link in links:
        for parameter in MAY_BE.findall(link):
            values[parameter.partition("=")[0]].add(parameter)
            bearing[parameter].add(link)
    return frozenset(one for said in values.values() if len(said) == 1 for one in said if len(bearing[one]) >= ALL)
