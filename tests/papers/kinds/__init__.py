"""The kinds of papers, by name."""

from ..kind import Kind
from .arabic import ARABIC
from .drupal import DRUPAL
from .feedless import FEEDLESS
from .liar import LIAR
from .spip import SPIP
from .traps import TRAPS
from .wordpress import CLOSED, WORDPRESS

KINDS: dict[str, Kind] = {kind.name: kind for kind in (WORDPRESS, CLOSED, SPIP, DRUPAL, FEEDLESS, ARABIC, LIAR, TRAPS)}
"""All of them."""
