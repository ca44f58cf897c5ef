"""User and password that an operator gives within a site's address: taken out of it, sent there and below."""

from urllib.parse import unquote, urlsplit


def signing_in(url: str) -> tuple[dict[str, str], str]:
    """Scrapy's settings for HTTP authentication, none where the address says nothing, and the address without it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return {}, url
    told, at, host = parts.netloc.rpartition("@")
    if not at:
        return {}, url
    user, _, password = told.partition(":")
    said = {"HTTPAUTH_USER": unquote(user), "HTTPAUTH_PASS": unquote(password), "HTTPAUTH_DOMAIN": host}
    return said, parts._replace(netloc=host).geturl()
