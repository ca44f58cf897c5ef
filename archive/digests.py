"""Digests as WARC headers write them: `algorithm:value`, the value in Base32 or in hexadecimal, in either case."""

import base64
import hashlib

ALGORITHMS = {"sha-1": "sha1", "sha-256": "sha256", **{name: name for name in ("md5", "sha1", "sha256", "sha512")}}


def holds(claim: str, *parts: bytes) -> bool | None:
    """Whether a claimed digest is that of the parts, joined; None when its algorithm is not known here."""
    label, colon, value = claim.strip().partition(":")
    algorithm = ALGORITHMS.get(label.lower()) if colon else None
    if algorithm is None:
        return None
    found = hashlib.new(algorithm, usedforsecurity=False)
    for part in parts:
        found.update(part)
    forms = (base64.b32encode(found.digest()).decode().rstrip("=").lower(), found.hexdigest())
    return value.strip().rstrip("=").lower() in forms
