"""Which addresses the crawl may be led to."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from scrapy.exceptions import IgnoreRequest

# IANA's special-purpose registries, written out: what `ipaddress` calls global differs between Python releases.
_SPECIAL = {
    ip_network(block): reason
    for block, reason in {
        "0.0.0.0/8": "this host",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "carrier-grade NAT",
        "127.0.0.0/8": "loopback",
        "168.63.129.16/32": "cloud metadata",
        "169.254.0.0/16": "link-local",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "protocol assignments",
        "192.0.2.0/24": "documentation",
        "192.88.99.0/24": "6to4 relay",
        "192.168.0.0/16": "private",
        "198.18.0.0/15": "benchmarking",
        "198.51.100.0/24": "documentation",
        "203.0.113.0/24": "documentation",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved",
        "::/128": "this host",
        "::1/128": "loopback",
        "2001::/23": "protocol assignments",
        "2001:db8::/32": "documentation",
        "3fff::/20": "documentation",
        "fc00::/7": "private",
        "fe80::/10": "link-local",
        "fec0::/10": "private",
        "ff00::/8": "multicast",
    }.items()
}
_GLOBAL_UNICAST = ip_network("2000::/3")
_SIX_TO_FOUR = ip_network("2002::/16")
_ENDS_IN_IPV4 = tuple(
    ip_network(block)
    for block in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")  # compatible, mapped, SIIT, NAT64
)


class AddressRefused(IgnoreRequest):
    """A link led to an address that is no public web server's: neither retried nor archived."""


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Hosts that the operator named may be anywhere; all others only at public addresses."""

    named_hosts: frozenset[str]
    """Lower case, without port."""

    def refuses(self, host: str, address: str) -> str | None:
        """Why no connection may be opened to this address, to which `host` resolved; None when it may."""
        if self._named(host):
            return None
        try:
            return _special(ip_address(address))
        except ValueError:
            return f"{address!r} is not an IP address"

    def refuses_unresolved(self, host: str) -> str | None:
        """Why a proxy may not be asked for `host`; None when it may.

        Only the proxy learns the address, so this catches literal addresses and names of the local machine; which
        other names lead into a private network is for the proxy to know.
        """
        if self._named(host):
            return None
        name = host.lower().rstrip(".")
        if name.rpartition(".")[2] in ("localhost", "localdomain", "ip6-localhost", "ip6-loopback"):
            return f"{name} is loopback"
        if literal := _literal(name):
            return _special(literal)
        return None if re.fullmatch(r"[\w.-]+", name, re.ASCII) else f"{name!r} is not a host name"

    def _named(self, host: str) -> bool:
        return host.lower().rstrip(".") in self.named_hosts


def _literal(name: str) -> IPv4Address | IPv6Address | None:
    """The address that `name` spells, also in the decimal, octal, hexadecimal and short forms resolvers accept."""
    try:
        return ip_address(name.strip("[]"))
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(name))
    except (OSError, UnicodeError):
        return None


def _special(address: IPv4Address | IPv6Address) -> str | None:
    for block, reason in _SPECIAL.items():
        if address in block:
            return f"{address} is {reason}"
    if isinstance(address, IPv4Address):
        return None
    if inner := _embedded(address):
        refused = _special(inner)
        return refused and f"{address}: {refused}"
    return None if address in _GLOBAL_UNICAST else f"{address} is not global unicast"


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which packets for this IPv6 address are sent on, if any."""
    if address in _SIX_TO_FOUR:
        return IPv4Address(address.packed[2:6])
    return IPv4Address(address.packed[12:]) if any(address in block for block in _ENDS_IN_IPV4) else None
