"""What people and logs are told, without the credentials that an address may carry."""

import re

HIDDEN = "***"
_USER = re.compile(r"(:/{2,})[^\s/?#'\"`<>]*@")
_AUTHORIZATION = re.compile(r"(?i)(authorization\W{1,8}(?:basic|bearer|digest)\s+)[^\s'\"\],]+")


def discreet(text: str) -> str:
    """The text with `***@` for user and password in its URLs, and for what stands in Authorization header lines."""
    if "@" not in text and "authorization" not in text.lower():
        return text
    return _AUTHORIZATION.sub(rf"\1{HIDDEN}", _USER.sub(rf"\1{HIDDEN}@", text))
