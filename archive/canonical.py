"""One address for all variants of a page: without tracking, AMP, print and mobile forms and session ids.

A variant too many costs one fetch, two pages under one key lose one of them: in doubt nothing is folded. That is why
this is no library's list: those at hand strip `cid`, `uid`, `ref` and `source` whatever they hold.
"""

import re
from functools import lru_cache
from urllib.parse import unquote

import tldextract

from .urlkey import urlkey

LONGEST = 8_192
"""Characters; a longer address is nobody's page twice and stays as it is."""

_URL = re.compile(r"(https?://)([^/?\\]+)([^?]*)\??(.*)", re.IGNORECASE | re.DOTALL)
_TRACKING = frozenset({
    "__twitter_impression", "_branch_match_id", "_ga", "_gac", "_gl", "_hsenc", "_hsmi", "_openstat", "_wpnonce",
    "at_bbc_team", "at_campaign", "at_campaign_type", "at_custom1", "at_custom2", "at_custom3", "at_custom4",
    "at_format", "at_link_id", "at_link_origin", "at_link_type", "at_medium", "at_ptr_name", "at_variant", "cmp",
    "cmpid", "dclid", "dm_i", "doing_wp_cron", "echobox", "epik", "fb_action_ids", "fb_action_types", "fb_comment_id",
    "fb_ref", "fb_source", "fbclid", "ftag", "ftcamp", "ga_campaign", "ga_content", "ga_medium", "ga_source",
    "ga_term", "gbraid", "gclid", "gclsrc", "guccounter", "guce_referrer", "guce_referrer_sig", "ibx_source", "icid",
    "igsh", "igshid", "li_fat_id", "maca", "like_comment", "mc_cid", "mc_eid", "mibextid", "mkt_tok", "mkwid",
    "moderation-hash", "msclkid", "msockid", "ncid", "noamp", "nr_email_referer", "ns_campaign", "ns_fee",
    "ns_linkname", "ns_mchannel", "ns_source", "ocid", "oly_anon_id", "oly_enc_id", "rb_clickid", "ref_src",
    "ref_url", "relatedposts_hit", "relatedposts_origin", "relatedposts_position", "replytocom", "s_cid", "s_kwcid",
    "sfnsn", "smid", "smtyp", "soc_src", "soc_trk", "srsltid", "ttclid", "twclid", "unapproved", "var_mode",
    "var_recherche", "vero_conv", "vero_id", "wbraid", "wickedid", "wt_mc", "wt_zmc", "xtcr", "xtmc", "xtor", "xtref",
    "yclid", "ysclid",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "hsa_", "mtm_", "pk_campaign", "pk_kwd", "pk_source", "pk_medium", "pk_content", "itm_")
_CAMPAIGNS = frozenset({"ref", "source", "src", "from", "via", "origin", "referrer", "referer", "partner", "medium"})
"""These name where a reader came from, or the page itself: only what is surely the former is cut."""
_ORIGINS = re.compile(
    r"(?:rss|atom|feed|flux|twitter|x|facebook|fb|instagram|whatsapp|telegram|linkedin|newsletter|mail|e-?mail|push|"
    r"google(?:news)?|social|share|t\.co|(?:www\.|m\.|l\.)?(?:facebook|twitter|google|linkedin|instagram)\.com)(?:[_-]\w+)?",
    re.IGNORECASE,
)
_YES = frozenset({"", "1", "true", "yes", "on", "y"})
_FORMS = frozenset({"amp", "print", "printable", "printer", "mobile"})
_FORM_NAMES = frozenset({"format", "outputtype", "output", "view", "mode", "display", "version", "layout"})
_SESSION = re.compile(
    r"(?:phpsessid|jsessionid|osc?sid|zenid|sessid|session_?id|aspsessionid[a-z]{8})=[\w.!-]{8,}|(?:sid|s)=[0-9a-f]{32}"
    r"|cf(?:id|token)=[\w-]{4,}",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_VARIANT_HOST = re.compile(r"(?:www\.)?(?:m|mobile|amp)\.(?=.)", re.IGNORECASE)
_DEFAULT = re.compile(r"(?<=/)index\.(?:html?|php)$", re.IGNORECASE)
_LAST_FORM = re.compile(r"/(?:amp|print)/?$", re.IGNORECASE)
_FIRST_FORM = re.compile(r"^/amp(?=/)", re.IGNORECASE)
_AMP_FILE = re.compile(r"(?<=[^/])\.amp(?=\.html?$|$)", re.IGNORECASE)
_NAMES_A_PAGE = re.compile(r"[^/]-[^/]*$|\d{5}[^/]*$|node/\d+$|\.\w{3,5}$")
"""A slug of several words, a number or a file: what stands below a folder with such a name is a form of that page."""

_domain = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list it ships with: no network, no files


@lru_cache(8192)
def page_key(url: str) -> str:
    """The key of everything that is known of a page: the same for every variant of its address."""
    return urlkey(canonical(url))


def canonical(url: str) -> str:
    """The address without what only says how a reader came, or in which form the page is shown; it never fails.

    Scheme, `www.` and the order of the query stay as given: page_key folds them.
    """
    url = re.sub(r"[\t\r\n]", "", url).partition("#")[0].strip(" ")
    match = _URL.fullmatch(url) if len(url) <= LONGEST else None
    if match is None:
        return url
    scheme, authority, path, query = match.groups()
    while (plainer := _path(path)) != path:
        path = plainer
    query = _query(query, path)
    return f"{scheme}{_authority(authority)}{path}{'?' if query else ''}{query}".strip(" ")


def site_of(url: str) -> str:
    """What one owner has registered: `example.co.uk` of `https://m.example.co.uk/a`; else the host; "" if none."""
    match = _URL.fullmatch(url[:LONGEST])
    return _registered(match[2].rpartition("@")[2].lower()) if match else ""


@lru_cache(maxsize=1024)
def _registered(host: str) -> str:
    """Domains that a host lets to many (`blogspot.com`) are as good as public suffixes."""
    try:
        return _domain(host, include_psl_private_domains=True).top_domain_under_public_suffix or host
    except ValueError:
        return host


def _authority(authority: str) -> str:
    user, at, host = authority.rpartition("@")
    while (variant := _VARIANT_HOST.match(host)) and _registered(host.lower()) != host.lower():
        host = host[variant.end() :]
    return f"{user}{at}{host}"


def _path(path: str) -> str:
    """Without session ids, default document, and the parts that ask for AMP or print."""
    path = _DEFAULT.sub("", _PATH_SESSION.sub("", path))
    form = _LAST_FORM.search(path)
    if form and _names_a_page(path[: form.start()]):
        path = path[: form.start()] + ("/" if path.endswith("/") else "")
    if _FIRST_FORM.match(path) and _names_a_page(path[4:]):
        path = path[4:]
    return _AMP_FILE.sub("", path)


def _names_a_page(path: str) -> bool:
    return _NAMES_A_PAGE.search("/".join(unquote(path).rstrip("/").split("/")[-2:])) is not None


def _query(query: str, path: str) -> str:
    """Without tracking; without what asks for another form too, where something else says which page it is of."""
    kept = [parameter for parameter in query.split("&") if parameter and not _is_tracking(parameter)]
    plain = [parameter for parameter in kept if not _is_form(parameter, path)]
    if any(parameter.lower().startswith("tmpl=component") for parameter in kept):  # Joomla's form for print
        plain = [p for p in plain if p.lower() not in ("tmpl=component", "layout=default", "page=")]
    return "&".join(plain if plain or not path.endswith(".php") else kept)


def _is_tracking(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    name = unquote(name).lower().removeprefix("amp;")
    return (
        name in _TRACKING
        or name.startswith(_TRACKING_PREFIXES)
        or (name in _CAMPAIGNS and _ORIGINS.fullmatch(value) is not None)
        or (name == "share" and re.fullmatch(r"[a-z-]+", value) is not None)
        or (name == "_" and re.fullmatch(r"\d{9,}", value) is not None)
        or _SESSION.fullmatch(parameter) is not None
    )


def _is_form(parameter: str, path: str) -> bool:
    name, _, value = parameter.lower().partition("=")
    return (
        (name in ("amp", "print", "mobile", "nomobile") and value in _YES)
        or (name in _FORM_NAMES and value in _FORMS)
        or (name == "m" and value in ("0", "1") and path.endswith(".html"))  # Blogger's
        or (name == "nb" and value == "1")  # beside WordPress' share
    )
