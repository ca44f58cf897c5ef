"""Pictures and stylesheets that want more than a look."""

from tests.rawserver import Reply

from .answer import always, forever, head, packed, page, whole, zeros
from .bombs import GIGABYTE
from .route import Asked, Ends, Route

CSS = b"Content-Type: text/css"
PNG = b"Content-Type: image/png"
ANY = Ends(200, None)

PICTURES = "".join(f'<img src="/picture-many/{n}.png">' for n in range(20_000))


def imports(asked: Asked) -> Reply:
    """Each stylesheet imports two others."""
    begin = f"/style-imports/more-{2 * asked.number}"
    return whole(
        "".join(f'@import "{asked.base}{begin[:-1]}{2 * asked.number + n}.css";' for n in (1, 2)).encode(), kind=CSS
    )


def style(text: str):
    """A stylesheet, as it is found where a picture was expected."""
    return always(whole(text.encode(), kind=CSS))


MANY = Route(
    "picture-many",
    "a page of 20,000 pictures",
    lambda asked: (
        whole(page("pictures", bottom=PICTURES).encode()) if asked.target.endswith("html") else whole(b"png", kind=PNG)
    ),
    most=250,
    heavy=True,
)
ROUTES = MANY, *(
    Route(kind="requisite", **each)
    for each in (
        {"name": "picture-endless", "does": "a picture without end", "reply": forever(head(PNG)),
         "ends": Ends(200, None, "length", "DownloadCancelled")},
        {"name": "picture-slow", "most": 2, "does": "a picture, a byte every 0.2 s", "reply": forever(head(PNG), piece=b"x", pause=0.2),
         "ends": Ends(200, None, "time", "took longer")},
        {"name": "picture-bomb", "does": "a picture that is 1 GB in gzip", "ends": ANY,
         "reply": lambda _: packed(zeros(GIGABYTE, 31, b"p"), b"gzip", PNG)},
        {"name": "picture-page", "does": "a page in place of a picture", "ends": Ends(200, None, "unspecified", "REQUISITE_REFUSED"),
         "reply": always(whole(page("no picture").encode() + b" " * 1_500_000))},
        {"name": "picture-declared", "does": "a picture that announces a petabyte",
         "ends": Ends(200, None, "length", "DownloadCancelled"), "reply": forever(head(PNG, b"Content-Length: 1" + b"0" * 15))},
        {"name": "style-imports", "does": "stylesheets that import others, without end", "ends": ANY, "reply": imports,
         "url": "{base}/style-imports/more-0.css", "most": 90},
        {"name": "style-urls", "heavy": True, "does": "a stylesheet of 20,000 pictures", "ends": ANY, "url": "{base}/style-urls/x.css",
         "most": 300, "reply": lambda asked: whole(
             "".join(f"a{{background:url({asked.base}/style-urls/{n}.png)}}" for n in range(20_000)).encode(), kind=CSS)
         if asked.target.endswith("css") else whole(b"png", kind=PNG)},
        {"name": "style-deep", "does": "a stylesheet of 100,000 open brackets", "ends": ANY, "url": "{base}/style-deep/x.css",
         "reply": style("a" + "{(" * 100_000)},
        {"name": "style-canary", "does": "a stylesheet that names what nobody may fetch", "ends": ANY,
         "url": "{base}/style-canary/x.css", "reply": lambda asked: whole("".join(
             f"a{{background:url({at})}}" for at in (f"http://127.0.0.9:{asked.place.quiet}/canary.png",
                                                     "file:///etc/passwd", "javascript:x", "data:image/png;base64,x")
         ).encode(), kind=CSS)},
        {"name": "style-escapes", "does": "a stylesheet of nothing but escapes", "ends": ANY,
         "url": "{base}/style-escapes/x.css", "reply": style("\\" * 50_000 + "url(" * 20_000)},
    )
)  # fmt: skip
