"""What the answers of an S3 server mean to an operator, and what to do about each."""

from archive.errors import StoreRefused, StoreUnavailable

WRONG_KEYS = "wrong credentials: check the access key and the secret key"
SIGN_IN = "the session is over: sign in again, or renew the session token"
RIGHTS = "permission denied: allow these credentials to list, read, write and delete there"
REGION = "the bucket is in another region: set AWS_DEFAULT_REGION"
ADVICE = {
    "NoSuchBucket": "no such bucket: create it, or correct the URI",
    "InvalidAccessKeyId": WRONG_KEYS,
    "SignatureDoesNotMatch": WRONG_KEYS,
    "InvalidToken": SIGN_IN,
    "ExpiredToken": SIGN_IN,
    "ExpiredTokenException": SIGN_IN,
    "AccessDenied": RIGHTS,
    "403": RIGHTS,  # to HEAD, which has no body to say more
    "PermanentRedirect": REGION,
    "AuthorizationHeaderMalformed": REGION,
    "RequestTimeTooSkewed": "this machine's clock is wrong: set it",
    "NotImplemented": "it cannot create without replacing: use a store that obeys If-None-Match",
}
PASSING = {"SlowDown", "RequestTimeout", "Throttling", "ThrottlingException", "OperationAborted", "NoSuchUpload", "429"}


class Taken(StoreRefused):
    """An object has this key already, or is just getting it."""


class PastTheEnd(StoreRefused):
    """The object ends before the span asked for."""


def refusal(code: str, status: int, message: str, *, where: str, asked: str, key: str) -> Exception:
    """The error to raise for an answer: KeyError when the object is absent, else a StoreError of one line."""
    if code in {"NoSuchKey", "404"}:
        return KeyError(key)
    if code in {"PreconditionFailed", "ConditionalRequestConflict"}:
        return Taken(f"{where}: {key} is taken")
    if code == "InvalidRange":
        return PastTheEnd(f"{where}: {key} is shorter")
    if code in PASSING or (status >= 500 and code not in ADVICE):
        return StoreUnavailable(f"{where}: overloaded or failing: try again later ({code} to {asked})")
    return StoreRefused(f"{where}: {ADVICE.get(code, message)} ({code} to {asked})")
