"""Names as a hostile name server gives them, by Scrapy's own hook (TWISTED_DNS_RESOLVER); all others as the system has them."""

import itertools
from collections import Counter
from typing import Any

from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

NAMES = {
    "rebind.test": ((), ("127.0.0.9",)),
    "mixed.test": (("203.0.113.7", "127.0.0.9"),),
    "intranet.test": (("10.1.2.3",),),
}
"""What is answered the first time, the second time, and ever after."""


@implementer(IHostnameResolver)
class Resolver:
    """The hostile names, before the resolver that was there."""

    def __init__(self, reactor: Any) -> None:
        self._reactor, self._usual = reactor, reactor.nameResolver
        self._asked: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "Resolver":
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        receiver: IResolutionReceiver,
        host: str,
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        *args: Any,
        **more: Any,
    ) -> Any:
        if host not in NAMES:
            return self._usual.resolveHostName(receiver, host, portNumber, *args, **more)
        answers = NAMES[host]
        found = next(itertools.islice(answers, min(self._asked[host], len(answers) - 1), None))
        self._asked[host] += 1
        receiver.resolutionBegan(HostResolution(host))
        for address in found:
            receiver.addressResolved(IPv4Address("TCP", address, portNumber))
        receiver.resolutionComplete()
        return receiver
