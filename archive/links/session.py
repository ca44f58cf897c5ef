"""Addresses without the session ids that some servers write into every link."""

import re
from urllib.parse import urlsplit

IN_PATH = re.compile(r";jsessionid=[^/?#;]*|/\([A-Za-z]\([0-9A-Za-z]{8,}\)\)(?=/)", re.IGNORECASE)
IN_QUERY = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|sess(?:ion)?_?id|cfid|cftoken|osclsid|zenid)=.*"
    r"|(?:sid|s|session)=(?=[^&]*\d)[0-9A-Za-z,_-]{16,}",  # a short sid is a story's number
    re.IGNORECASE,
)


def without_session(url: str) -> str:
    """The address all visitors share: two links that differ only by a session id become one."""
    if "=" not in url and "(" not in url:
        return url
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if not IN_QUERY.fullmatch(part))
    return parts._replace(path=IN_PATH.sub("", parts.path), query=query).geturl()
