"""A certificate for a TLS listener that nobody has reason to trust."""

import ssl
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import CertificateBuilder, DNSName, IPAddress, SubjectAlternativeName

from microshop_desktop.sandbox.certificates import NOT_AFTER, NOT_BEFORE, name_of, pem
from microshop_desktop.sandbox.keys import private_pem


def untrusted_context(key: RSAPrivateKey) -> ssl.SSLContext:
    """Return a TLS context whose certificate is right in all but who signed it."""
    name = name_of("127.0.0.1")
    names = SubjectAlternativeName([DNSName("localhost"), IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .serial_number(1)
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .public_key(key.public_key())
        .add_extension(names, critical=False)
        .sign(key, SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.write_bytes(private_pem(key) + pem(certificate))
        context.load_cert_chain(file)
    return context
