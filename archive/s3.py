"""An archive in an S3 bucket, by boto3; tables in it are delta-rs' own to reach."""

import base64
import hashlib
import io
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import boto3
import botocore.exceptions as aws
import botocore.session
from botocore.config import Config
from botocore.parsers import ResponseParserError

from .errors import Misuse, StoreError, StoreRefused, StoreUnavailable
from .objects import BINARY, Entry, Pieces, checked, digest, opened, probe, span
from .refusal import PastTheEnd, Taken, refusal
from .upload import Upload

SINGLE_BYTES = 32 << 20  # up to here one PutObject, which If-None-Match makes create-only; larger ones go in parts
PART_BYTES = 16 << 20  # of a larger object, each in memory once; S3 wants 5 MB or more and at most 10,000 of them
PIECE_BYTES = 8 << 20  # read ahead by a stream
BODY_READS = 3  # of one answer whose body broke off; the SDK repeats requests, but not these
DENIED = (400, 401, 403)  # among others, how servers answer those whose session is over
CHECK_SECONDS = 10.0  # for all of check(): a name with many addresses would multiply the timeouts below

SAFE = {
    # Trailing checksums, the default, fail over HTTPS on servers such as Ceph 16; Content-MD5 is checked by all.
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
PATIENT = Config(connect_timeout=10, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4}, **SAFE)
HURRIED = Config(connect_timeout=3, read_timeout=4, retries={"mode": "standard", "total_max_attempts": 2}, **SAFE)
TABLE_PATIENCE = {
    # Of delta-rs, which by default goes on for three minutes: a commit that fails is tried again by who asked for it.
    "connect_timeout": "10s",
    "timeout": "60s",  # for a whole request: some megabytes over a slow line
    "max_retries": "6",
    "retry_timeout": "30s",
    "backoff_config.max_backoff": "5s",
}


class S3Store:
    """See Store. Region, endpoint, credentials, proxy and CA are found by the AWS SDK's own rules."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self.uri = f"s3://{bucket}/{prefix}".rstrip("/")
        self._bucket, self._base = bucket, prefix and prefix + "/"
        self._endpoint = "the SDK's endpoint"
        with self._explained():
            self._connect()
        self._endpoint, query, _ = re.sub("//[^/]*@", "//", self._client.meta.endpoint_url).partition("?")
        if query:
            raise Misuse(f"{self.uri} at {self._endpoint}: an endpoint has no query: correct AWS_ENDPOINT_URL")

    def _connect(self) -> None:
        self._config = botocore.session.get_session()
        self._session = boto3.Session(botocore_session=self._config)
        self._client = self._session.client("s3", config=PATIENT)

    def check(self) -> None:
        hurried = copy(self)
        hurried._client = self._session.client("s3", config=HURRIED)
        late = f"{self.uri} at {self._endpoint}: no complete answer in {CHECK_SECONDS:.0f} seconds: try again later"
        _within(CHECK_SECONDS, hurried._probe, late)

    def _probe(self) -> None:
        answer = self._ask("list_objects_v2", MaxKeys=1, Prefix=self._base)
        home, here = answer["ResponseMetadata"]["HTTPHeaders"].get("x-amz-bucket-region"), self._region()
        if home and home != here and "amazonaws.com" in self._endpoint:  # the SDK is redirected, delta-rs would fail
            raise StoreRefused(f"{self.uri}: the bucket is in {home}, not {here}: set AWS_DEFAULT_REGION={home}")
        probe(self)

    def put(self, key: str, source: Path | bytes, content_type: str = BINARY) -> None:
        with opened(source) as data:
            size = data.seek(0, io.SEEK_END)
            sha256 = digest(data, "sha256").hex()
            words = {"Key": self._key(key), "ContentType": content_type, "Metadata": {"sha256": sha256}}
            with suppress(Taken):  # perhaps by ourselves: when an answer is lost, the SDK asks again
                if size <= SINGLE_BYTES:
                    self._ask("put_object", Body=data, ContentMD5=_md5(data), IfNoneMatch="*", **words)
                elif self.size(key) is None:
                    self._put_parts(data, key, words)
        self._expect(key, size, sha256, "is there with other content and was not replaced")

    def replace(self, key: str, source: Path | bytes, content_type: str = BINARY) -> None:
        with opened(source) as data:
            size = data.seek(0, io.SEEK_END)
            sha256 = digest(data, "sha256").hex()
            words: dict[str, Any] = {"Key": self._key(key), "ContentType": content_type, "Metadata": {"sha256": sha256}}
            if size <= SINGLE_BYTES:
                self._ask("put_object", Body=data, ContentMD5=_md5(data), **words)
                self._abort_uploads(words["Key"])
            else:
                self._put_parts(data, key, words)
        self._expect(key, size, sha256, "does not hold what was just put there: try again")

    def purge(self, prefix: str) -> int:
        """Delete markers go too: one would be all that is left of an object. A server without versions has none."""
        removed = 0
        try:
            if not self._ask("get_bucket_versioning").get("Status"):
                return 0  # never switched on
        except StoreRefused:
            pass  # it may not be asked, or knows no versions: the list tells
        words = {"Bucket": self._bucket, "Prefix": self._base + prefix}
        with self._explained(prefix):
            for page in self._client.get_paginator("list_object_versions").paginate(**words):
                for item in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    if not item["IsLatest"] or "Size" not in item:
                        self._ask("delete_object", Key=item["Key"], VersionId=item["VersionId"])
                        removed += 1
        return removed

    def _expect(self, key: str, size: int, sha256: str, otherwise: str) -> None:
        head = self._head(key)
        if head is None:
            raise StoreUnavailable(f"{self.uri}/{key} is not there though it was just put: try again")
        if (head["ContentLength"], self._sha256(key, head)) != (size, sha256):
            raise StoreRefused(f"{self.uri}/{key} {otherwise}")

    def _put_parts(self, data: BinaryIO, key: str, words: dict[str, Any]) -> None:
        upload = {"Key": words["Key"], "UploadId": self._ask("create_multipart_upload", **words)["UploadId"]}
        try:
            pieces = enumerate(iter(partial(data.read, PART_BYTES), b""), start=1)
            parts = [self._put_part(upload, number, piece) for number, piece in pieces]
            self._ask("complete_multipart_upload", MultipartUpload={"Parts": parts}, **upload)
        except StoreError:
            if self.size(key) is None:  # else all that was lost is the answer to the last request
                raise
        finally:
            with suppress(StoreError, KeyError):
                self._abort_uploads(words["Key"])

    def _abort_uploads(self, full_key: str) -> None:
        """Ours if it failed, and any begun by a process that died: their parts are stored, paid for and invisible."""
        for upload in self._ask("list_multipart_uploads", Prefix=full_key).get("Uploads", ()):
            if upload["Key"] == full_key:
                self._ask("abort_multipart_upload", Key=full_key, UploadId=upload["UploadId"])

    def _put_part(self, upload: dict[str, str], number: int, piece: bytes) -> dict[str, Any]:
        body = io.BytesIO(piece)
        answer = self._ask("upload_part", PartNumber=number, Body=body, ContentMD5=_md5(body), **upload)
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def create(self, key: str) -> Upload:
        return Upload(self._ask, self._key(key), partial(self.size, key), f"{self.uri}/{key}")

    def size(self, key: str) -> int | None:
        head = self._head(key)
        return None if head is None else int(head["ContentLength"])

    def sha256(self, key: str) -> str | None:
        head = self._head(key)
        return None if head is None else self._sha256(key, head)

    def _sha256(self, key: str, head: dict[str, Any]) -> str:
        """As put() noted it beside the object; when others put it there, by reading."""
        if noted := head["Metadata"].get("sha256"):
            return str(noted)
        with self.open(key) as data:
            return digest(data, "sha256").hex()

    def get(self, key: str, start: int = 0, length: int | None = None) -> bytes:
        span(start, length)
        end = "" if length is None else start + max(length, 1) - 1
        words = {} if length is None and not start else {"Range": f"bytes={start}-{end}"}
        for reads_left in reversed(range(BODY_READS)):
            try:
                answer = self._ask("get_object", Key=self._key(key), **words)
            except PastTheEnd:
                return b""
            try:
                with self._explained():
                    return _whole(answer, bytes(answer["Body"].read()))[:length]
            except StoreUnavailable:
                if not reads_left:
                    raise
        raise AssertionError("unreachable")

    def open(self, key: str) -> BinaryIO:
        size = self.size(key)
        if size is None:
            raise KeyError(key)
        return io.BufferedReader(Pieces(partial(self.get, key), size), PIECE_BYTES)

    def list(self, prefix: str) -> Iterator[Entry]:
        words = {"Prefix": self._base + prefix}
        while True:  # the SDK's own pages would go on with credentials that expired
            page = self._ask("list_objects_v2", **words)
            for item in page.get("Contents", ()):
                yield Entry(item["Key"].removeprefix(self._base), item["Size"], item["LastModified"].timestamp())
            if not page.get("IsTruncated"):
                return
            words["ContinuationToken"] = page["NextContinuationToken"]

    def delete(self, key: str) -> None:
        with suppress(KeyError):
            self._ask("delete_object", Key=self._key(key))

    @contextmanager
    def writing(self) -> Iterator[None]:
        yield

    @contextmanager
    def alone(self) -> Iterator[bool]:
        yield False

    def settle(self, keys: Iterable[str]) -> bool:  # noqa: ARG002 the server sees to it
        return False

    def table(self, name: str) -> tuple[str, dict[str, str]]:
        """URI and storage options for delta-rs, which reads profiles and CA bundles otherwise than the SDK."""
        with self._explained():
            credentials = self._session.get_credentials()
            if credentials is None:
                raise aws.NoCredentialsError
            secret = credentials.get_frozen_credentials()
        endpoint = self._client.meta.endpoint_url
        options = {
            "aws_access_key_id": secret.access_key,
            "aws_secret_access_key": secret.secret_key,
            "aws_session_token": secret.token,
            "aws_region": self._region(),
            "aws_endpoint_url": endpoint,
            "aws_allow_http": str(endpoint.startswith("http:")).lower(),
            "aws_virtual_hosted_style_request": "false",
            "aws_conditional_put": "etag",
            "certificate_path": self._config.get_config_variable("ca_bundle"),
            **TABLE_PATIENCE,
        }
        return f"s3://{self._bucket}/{self._key(name)}", {k: v for k, v in options.items() if v}

    def _region(self) -> str:
        region = self._client.meta.region_name
        return "us-east-1" if region in {None, "aws-global"} else str(region)

    def _key(self, key: str) -> str:
        return self._base + checked(key)

    def _head(self, key: str) -> Any:
        try:
            return self._ask("head_object", Key=self._key(key))
        except KeyError:
            return None
        except StoreRefused:
            with suppress(KeyError):
                self.get(key, 0, 1)  # says why: an answer to HEAD has no words
            raise

    def _ask(self, operation: str, **words: Any) -> Any:
        with self._explained(words.get("Key", "")):
            try:
                return getattr(self._client, operation)(Bucket=self._bucket, **words)
            except aws.ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] not in DENIED or not self._renewed():
                    raise
                if "Body" in words:
                    words["Body"].seek(0)
                return getattr(self._client, operation)(Bucket=self._bucket, **words)

    def _renewed(self) -> bool:
        """Whether the SDK finds other credentials now, in a profile that was written anew, say; they are used then."""
        before = self._session.get_credentials()
        now = botocore.session.get_session().get_credentials()
        if not before or not now or before.get_frozen_credentials() == now.get_frozen_credentials():
            return False
        self._connect()
        return True

    @contextmanager
    def _explained(self, key: str = "") -> Iterator[None]:
        where = f"{self.uri} at {self._endpoint}"
        try:
            yield
        except aws.ClientError as error:
            raise _answer(error, where, key) from error
        except (aws.BotoCoreError, ResponseParserError, ValueError) as error:
            raise _silence(error, where) from error


def _answer(error: aws.ClientError, where: str, key: str) -> Exception:
    said, status = error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    message = _line(said.get("Message"))
    return refusal(said.get("Code", ""), status, message, where=where, asked=error.operation_name, key=key)


def _silence(error: Exception, where: str) -> StoreError:
    why = _line(getattr(error, "kwargs", {}).get("error", error)).rpartition(": ")[2]
    kind: type[StoreError] = StoreUnavailable
    match error:
        case aws.NoCredentialsError() | aws.PartialCredentialsError():
            kind, what = StoreRefused, "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        case aws.CredentialRetrievalError() | aws.MetadataRetrievalError():
            what = f"no credentials could be fetched: {_line(error)}"
        case aws.SSLError() if "EOF" not in why:
            kind, what = StoreRefused, f"no TLS to trust: name its CA in AWS_CA_BUNDLE, or correct the address ({why})"
        case aws.EndpointConnectionError():
            what = f"nothing answers: check the address (AWS_ENDPOINT_URL), the network and the store ({why})"
        case aws.HTTPClientError() | aws.ConnectionError() | aws.IncompleteReadError():
            what = f"no answer, or half of one: try again later ({why})"
        case _:
            kind, what = StoreRefused, _line(error)
    return kind(f"{where}: {what}")


def _md5(data: BinaryIO) -> str:
    return base64.b64encode(digest(data, "md5")).decode()


def _whole(answer: dict[str, Any], body: bytes) -> bytes:
    """The body itself, unless all of an object came and it is not what put() noted: plain HTTP guards it by little."""
    size = answer.get("ContentRange", f"/{answer['ContentLength']}").rpartition("/")[2]
    noted = answer["Metadata"].get("sha256")
    if noted and size == str(len(body)) and hashlib.sha256(body).hexdigest() != noted:
        raise aws.IncompleteReadError(actual_bytes="other", expected_bytes=len(body))
    return body


def _line(words: object) -> str:
    return " ".join(str(words).split())


def _within(seconds: float, ask: Callable[[], None], late: str) -> None:
    """Run it in a thread that is left behind when the time is over."""
    outcome: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            ask()
            outcome.put(None)
        except Exception as error:
            outcome.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        failure = outcome.get(timeout=seconds)
    except queue.Empty:
        raise StoreUnavailable(late) from None
    if failure:
        raise failure
