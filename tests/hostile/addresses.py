"""Addresses that a page may not lead to, in all their spellings, as its pictures: those may be at any host."""

from .answer import moved
from .route import Ends, Route

SPELLINGS = {
    "loopback": ("another loopback address", "127.0.0.9"),
    "localhost": ("localhost", "localhost"),
    "ipv6": ("loopback of IPv6", "[::1]"),
    "mapped": ("loopback, mapped to IPv6", "[::ffff:127.0.0.9]"),
    "mapped-hex": ("loopback, mapped to IPv6, in hexadecimal", "[::ffff:7f00:9]"),
    "nat64": ("loopback behind NAT64", "[64:ff9b::7f00:9]"),
    "6to4": ("loopback behind 6to4", "[2002:7f00:9::]"),
    "zone": ("a link-local address with a zone", "[fe80::1%25lo]"),
    "decimal": ("loopback as one number", "2130706441"),
    "hex": ("loopback in hexadecimal", "0x7f000009"),
    "octal": ("loopback in octal", "0177.0.0.011"),
    "short": ("loopback in short", "127.9"),
    "dot": ("loopback with a dot behind", "127.0.0.9."),
    "wide": ("loopback in wide digits", "１２７.０.０.９"),
    "ideographic": ("loopback with ideographic full stops", "127。0。0。9"),
    "zero": ("0.0.0.0", "0.0.0.0"),
    "link-local": ("a link-local address", "169.254.1.1"),
    "metadata": ("the cloud's metadata", "169.254.169.254"),
    "private-10": ("a private address", "10.0.0.1"),
    "private-172": ("a private address", "172.16.0.1"),
    "private-192": ("a private address", "192.168.1.1"),
    "unique-local": ("a private address of IPv6", "[fd00:ec2::254]"),
    "multicast": ("multicast", "224.0.0.1"),
    "broadcast": ("broadcast", "255.255.255.255"),
    "shared": ("carrier-grade NAT", "100.64.0.1"),
    "rebind": ("a name that has no address at first, and then loopback", "rebind.test"),
    "mixed": ("a name with a documentation and a loopback address", "mixed.test"),
    "private-name": ("a name that leads to a private address", "intranet.test"),
}
REFUSED = "is (loopback|private|link-local|this host|multicast|reserved|carrier-grade)|cannot be had"

ROUTES = (
    *(Route(f"picture-at-{name}", f"a picture at {does}: {host.replace('%25', '%')}", ends=None, kind="requisite",
            url=f"http://{host}:{{quiet}}/picture-at-{name}.png", said=REFUSED)
      for name, (does, host) in SPELLINGS.items()),
    *(Route(f"picture-to-{name}", f"a picture that redirects to {does}",
            moved(f"http://{host}:{{quiet}}/canary.png"), Ends(302, None), kind="requisite")
      for name, (does, host) in SPELLINGS.items() if name in ("loopback", "decimal", "mapped", "localhost", "metadata")),
    *(Route(f"picture-scheme-{scheme}", f"a picture at {scheme}:", ends=None, kind="requisite",
            url=f"{scheme}:///etc/passwd?picture-scheme-{scheme}")
      for scheme in ("file", "ftp", "gopher", "jar", "view-source")),
)  # fmt: skip
