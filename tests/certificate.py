"""A certificate for 127.0.0.1 and localhost, made on the spot, and the authority that vouches for it."""

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOSTS = (x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")))


class Certificate:
    """Three PEM files: `ca` to trust, `chain` and `key` to serve with."""

    def __init__(self, folder: Path, days: int = 2) -> None:
        """It is good for so many days; for less than none, it has expired."""
        self.ca, self.chain, self.key = (folder / f"{name}.pem" for name in ("ca", "chain", "key"))
        authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in "cs")
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        root = _certificate(issuer, authority.public_key(), issuer, ca=True).sign(authority, hashes.SHA256())
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        leaf = _certificate(subject, server.public_key(), issuer, ca=False, days=days)
        leaf = leaf.add_extension(x509.SubjectAlternativeName(HOSTS), critical=False).add_extension(
            usage, critical=False
        )
        self.ca.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        self.chain.write_bytes(leaf.sign(authority, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.key.write_bytes(server.private_bytes(*form))


def _certificate(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, issuer: x509.Name, *, ca: bool, days: int = 2
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder(subject_name=subject, public_key=key, issuer_name=issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=30))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
