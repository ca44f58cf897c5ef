"""S3 servers for the tests: real ones, each in a folder of its own, stopped when the tests end."""

import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any, Self

import boto3
from botocore.config import Config

from tests.certificate import Certificate

ROOT = Path(__file__).parent.parent
ACCESS, SECRET = "ACCESSKEYOFTESTS", "secret-key-of-the-tests"
READY_SECONDS = 90
TOGETHER = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()  # killed tests leave no daemon


class Server:
    """One S3 server: `endpoint`, `env` (what the AWS SDK needs to reach it) and `bucket()`."""

    checks_credentials = True
    certificate: Certificate | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.running: list[subprocess.Popen[bytes]] = []

    @property
    def endpoint(self) -> str:
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        nowhere = str(self.folder / "no-such-file")
        found = {
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_CONFIG_FILE": nowhere,
            "AWS_SHARED_CREDENTIALS_FILE": nowhere,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        return found | ({"AWS_CA_BUNDLE": str(self.certificate.ca)} if self.certificate else {})

    def client(self) -> Any:
        """The SDK's client of this server, for what the store does not do."""
        keys = {"aws_access_key_id": ACCESS, "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
        plain = Config(request_checksum_calculation="when_required")
        verify = str(self.certificate.ca) if self.certificate else None
        return boto3.Session().client("s3", endpoint_url=self.endpoint, verify=verify, config=plain, **keys)

    def bucket(self) -> str:
        """The name of a new bucket."""
        name = f"test-{uuid.uuid4().hex[:12]}"
        self.client().create_bucket(Bucket=name)
        return name

    def start(self) -> None:
        raise NotImplementedError

    def spawn(self, *command: str | Path, **env: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self.running.append(subprocess.Popen([*TOGETHER, *command], env=os.environ | env, stdout=log, stderr=log))

    def wait(self) -> None:
        """Until it answers anything at all to a GET."""
        trust = ssl.create_default_context(cafile=self.certificate.ca) if self.certificate else None
        give_up = time.monotonic() + READY_SECONDS
        while True:
            try:
                return urllib.request.urlopen(self.endpoint, timeout=5, context=trust).close()
            except urllib.error.HTTPError as answer:
                return answer.close()
            except OSError:
                if time.monotonic() > give_up or any(process.poll() is not None for process in self.running):
                    log = (self.folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"{type(self).__name__} did not start:\n{log[-3000:]}") from None
                time.sleep(0.1)

    def __enter__(self) -> Self:
        try:
            self.start()
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.running):
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class MiniStack(Server):
    """For every day: starts in a second, but takes any credentials."""

    checks_credentials = False

    def start(self) -> None:
        program = os.environ.get("PRESSMARK_MINISTACK", ROOT / ".venv-ministack/bin/ministack")
        words = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(self.port), "IOT_MTLS_ENABLED": "0"}
        self.spawn(program, **words, S3_PERSIST="1", S3_DATA_DIR=str(self.folder / "data"))


class Ceph(Server):
    """A whole Ceph with one monitor, one disk and one gateway, from the Debian packages ceph-mon ceph-osd radosgw."""

    def start(self) -> None:
        self.conf = self.folder / "ceph.conf"
        monitor, fsid = f"127.0.0.1:{free_port()}", str(uuid.uuid4())
        self.conf.write_text(CONF.format(folder=self.folder, monitor=monitor, fsid=fsid, frontend=self.frontend()))
        self.run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v2:{monitor}]", self.folder / "monmap")
        self.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", self.folder / "monmap")
        self.spawn("ceph-mon", "-c", self.conf, "-f", "-i", "a")
        self.run("ceph", "osd", "new", fsid)
        (self.folder / "osd").mkdir()
        self.run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", fsid)
        self.run("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=localhost")
        self.spawn("ceph-osd", "-c", self.conf, "-f", "-i", "0")
        self.spawn("radosgw", "-c", self.conf, "-f", "-n", "client.rgw")
        self.user(ACCESS, SECRET)

    def frontend(self) -> str:
        return f"beast endpoint=127.0.0.1:{self.port}"

    def user(self, access: str, secret: str) -> None:
        """Someone who may make buckets, and see nobody else's."""
        name = ("--uid", access, "--display-name", access)
        self.run("radosgw-admin", "user", "create", *name, "--access-key", access, "--secret-key", secret)

    def run(self, program: str, *words: str | Path) -> None:
        done = subprocess.run(
            [program, "-c", self.conf, *words], check=False, capture_output=True, timeout=READY_SECONDS
        )
        if done.returncode:
            raise RuntimeError(f"{program} {words}: {done.stderr.decode(errors='replace')}")


class CephTLS(Ceph):
    """The same over HTTPS, with a certificate that only `certificate.ca` vouches for."""

    def frontend(self) -> str:
        self.certificate = Certificate(self.folder)
        files = f"ssl_certificate={self.certificate.chain} ssl_private_key={self.certificate.key}"
        return f"beast ssl_endpoint=127.0.0.1:{self.port} {files}"


SERVERS = {"ministack": MiniStack, "ceph": Ceph, "ceph-tls": CephTLS}

# Keys between the daemons are off, so the wire must be `crc` too; one copy of everything on one sparse file;
# a crush rule over disks, not hosts; and warnings about all that, and about a full disk, silenced.
CONF = """
[global]
fsid = {fsid}
mon host = [v2:{monitor}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd crush chooseleaf type = 0
osd crush update on start = false
osd class load list = *
osd class default list = *
osd memory target = 1073741824
paxos propose interval = 0.05
paxos min wait = 0.01
mon allow pool size one = true
mon data avail warn = 1
mon data avail crit = 1
mon osd full ratio = .97
mon osd backfillfull ratio = .96
mon osd nearfull ratio = .95
osd objectstore = bluestore
bluestore block size = 4294967296
run dir = {folder}
admin socket = {folder}/$name.asok
log file = {folder}/$name.log
mon data = {folder}/mon
osd data = {folder}/osd
rgw data = {folder}
rgw frontends = {frontend}
"""


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
