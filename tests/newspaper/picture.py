"""Pictures and a document made by code, so that the project holds no binary files."""

import hashlib
import struct
import zlib


def png(name: str, width: int = 480, height: int = 270) -> bytes:
    """A small landscape in colours that follow from its name: sky, a far bank and the river."""
    hues = hashlib.sha256(name.encode()).digest()
    sky, bank, river = (hues[0] // 4 + 160, 190, 220), (hues[1] // 3 + 60, 110, 60), (40, hues[2] // 4 + 90, 130)
    rows = bytearray()
    for y in range(height):
        shade = y * 40 // height
        red, green, blue = sky if y < height * 5 // 9 else bank if y < height * 2 // 3 else river
        rows += b"\0" + bytes((red - shade, green - shade, blue - shade)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def sized(path: str, width: int) -> str:
    """Where the form of a picture with this width is."""
    return path.replace(".png", f"-{width}.png")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
<circle cx="32" cy="32" r="30" fill="#14505c"/>
<path d="M6 38c9-8 17 8 26 0s17 8 26 0v8c-9 8-17-8-26 0s-17-8-26 0z" fill="#f4e9d2"/>
<path d="M20 30h24l-4 6H24z" fill="#d9822b"/></svg>
"""

BANKS = b"""<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40">
<path d="M0 40c20-16 40-4 60-12s40-12 60 2v10z" fill="#efe0bd"/></svg>
"""

QUOTES = b"""<svg xmlns="http://www.w3.org/2000/svg" width="20" height="16">
<path d="M2 14c0-6 2-10 6-12v4c-2 1-2 2-2 4h3v4zm9 0c0-6 2-10 6-12v4c-2 1-2 2-2 4h3v4z" fill="#d9822b"/></svg>
"""

FONT = b"wOF2\0\1\0\0" + bytes(56)
"""The head of a font without glyphs: browsers fetch it, find nothing in it and take the next one."""

WAVES = b"""<svg xmlns="http://www.w3.org/2000/svg" width="80" height="24">
<path d="M0 14c13-12 27 12 40 0s27 12 40 0" fill="none" stroke="#e3ddcf" stroke-width="2"/></svg>
"""


def pdf(line: str) -> bytes:
    """A one-page document that says one line of ASCII."""
    stream = b"BT /F1 18 Tf 60 760 Td (" + line.encode("ascii").replace(b"(", b"").replace(b")", b"") + b") Tj ET"
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return bytes(out) + b"xref\n0 5\n0000000000 65535 f \n" + table + end
