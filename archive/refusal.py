"""What the answers of an S3 server mean to an operator, and what to do about each."""

import re

from archive.errors import StoreError, StoreRefused, StoreUnavailable

WRONG_KEYS = "wrong credentials: check the access key and the secret key"
SIGN_IN = "the session is over: sign in again, or renew the session token"
RIGHTS = "permission denied: allow these credentials to list, read, write and delete there"
REGION = "the bucket is in another region: set AWS_DEFAULT_REGION"
FULL = "the store is full: free space there, or have its quota raised"
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
    "RequestExpired": "this machine's clock is wrong: set it",
    "QuotaExceeded": FULL,  # Ceph
    "XMinioStorageFull": FULL,
    "XMinioAdminBucketQuotaExceeded": FULL,
    "NotImplemented": "it cannot create without replacing: use a store that obeys If-None-Match",
}
PASSING = {"SlowDown", "RequestTimeout", "Throttling", "ThrottlingException", "OperationAborted", "NoSuchUpload"}
BUSY = "overloaded or failing: try again later"
SILENT = "no answer, or half of one: try again later"
_CODE = re.compile(r"<Code>(\w+)</Code>(?:.*?<Message>(.*?)</Message>)?")
_STATUS = re.compile(r"status code: (\d{3})\b")
_ASKED = re.compile(r"performing ([A-Z]+) \S+?/([^/?\s]+)(?:\?\S*)? in ")
_SILENCE = re.compile(r"HTTP error|error sending request|operation timed out|invalid list response")


class Taken(StoreRefused):
    """An object has this key already, or is just getting it."""


class PastTheEnd(StoreRefused):
    """The object ends before the span asked for."""


def refusal(code: str, status: int, message: str, *, where: str, asked: str, key: str) -> Exception:
    """The error to raise for an answer: KeyError when the object is absent, else a StoreError of one line."""
    if code in {"NoSuchKey", "404"}:
        return KeyError(key)
    if code in {"PreconditionFailed", "ConditionalRequestConflict"} or status == 412:
        return Taken(f"{where}: {key} is taken")
    if code == "InvalidRange":
        return PastTheEnd(f"{where}: {key} is shorter")
    return _error(code, status, message, where, asked)


def told(said: str, where: str) -> StoreError | None:
    """The same for what delta-rs says of an answer, or of none; None when it speaks of what lies there."""
    asked = f"{match[1]} {match[2]}" if (match := _ASKED.search(said)) else "a request"
    code, message = match.groups() if (match := _CODE.search(said)) else ("", "")
    status = int(match[1]) if (match := _STATUS.search(said)) else 0
    if code == "NoSuchKey" or (status == 404 and not code):
        return None
    if code or status:
        return _error(code, status, message or "no more was said", where, asked)
    if _SILENCE.search(said):
        return StoreUnavailable(f"{where}: {SILENT} ({said.rpartition(': ')[2]})")
    return None


def _error(code: str, status: int, message: str, where: str, asked: str) -> StoreError:
    name = code or str(status)
    advice = FULL if status == 507 else ADVICE.get(name)
    if advice is None and (code in PASSING or status == 429 or status >= 500):
        return StoreUnavailable(f"{where}: {BUSY} ({name} to {asked})")
    return StoreRefused(f"{where}: {advice or message} ({name} to {asked})")
