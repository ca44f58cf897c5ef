"""Addresses that would lead a careless program out of its folder, its line or its log."""

from .answer import story
from .route import Ends, Route

ANY = Ends(200, "")
WAYS = {
    "traversal": ("climbs with ../", "/../../../../../../tmp/pwned.html"),
    "traversal-escaped": ("climbs with %2e%2e%2f", "/%2e%2e%2f%2e%2e%2f%2e%2e%2ftmp%2fpwned-escaped.html"),
    "traversal-twice": ("climbs with %252e%252e%252f", "/%252e%252e%252f%252e%252e%252ftmp%252fpwned-twice.html"),
    "traversal-back": ("climbs with backslashes", "/..%5c..%5c..%5ctmp%5cpwned-back.html"),
    "absolute": ("is an absolute path of a file", "//etc//passwd"),
    "drive": ("is a path of Windows", "/C:%5cWindows%5cSystem32%5cdrivers.html"),
    "nul": ("has a NUL", "/%00/story.html"),
    "lines": ("has line ends", "/%0d%0aX-Injected:%20yes%0d%0a%0d%0aGET%20/smuggled.html"),
    "escape": ("has terminal escape sequences", "/%1b]0;pwned%07%1b[2J.html"),
    "rtl": ("has a right-to-left override", "/%e2%80%aegpj.exe.html"),
    "raw-high": ("has characters as they are", "/l’été-à-Saint-Étienne-\u202egpj.html"),
    "broken-escape": ("has escapes that are none", "/%zz%u202e%.html"),
    "broken-utf8": ("has bytes that are no text", "/%ff%fe%c0%af.html"),
    "spaces": ("has spaces and quotes", "/a b\"c'd&lt;e&gt;.html"),
    "long": ("is 1,900 characters long", "/" + "x" * 1850 + ".html"),
    "parameters": ("has 300 parameters", "/?" + "&amp;".join(f"a{n}={n}" for n in range(200))),
    "shell": ("is a line for a shell", "/$(touch%20/tmp/pwned);`id`|cat.html"),
    "template": ("is a template", "/{{7*7}}${7*7}&lt;%=7*7%&gt;.html"),
    "windows-name": ("is a device of Windows", "/con.html"),
    "dots": ("is nothing but dots", "/.../..../.html"),
    "semicolon": ("has path parameters", "/;jsessionid=../../x/story.html"),
    "fragment": ("has a fragment that is a script", "/story.html#&lt;script&gt;alert(1)&lt;/script&gt;"),
}

ROUTES = tuple(
    Route(f"url-{name}", f"an address that {does}", story(f"addresses, {name}"), ANY,
          url="{base}/url-" + name + way.replace("{", "{{").replace("}", "}}"))
    for name, (does, way) in WAYS.items()
)  # fmt: skip
