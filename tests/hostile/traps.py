"""Lists that grow with every look: calendars, sessions, pages without end."""

from datetime import date, timedelta

from tests.rawserver import Reply

from .answer import page, whole
from .route import Asked, Ends, Route

READ = Ends(200, None)


def listing(*links: str) -> Reply:
    shown = "".join(
        f'<li><a href="{link}">{words}</a></li>' for link, _, words in (each.partition(" ") for each in links)
    )
    return whole(f"<html><body><h1>List</h1><main><ul>{shown}</ul></main></body></html>".encode())


def calendar(asked: Asked) -> Reply:
    """A month, with the next one and all of its days, for ever."""
    month = date(2026, 11, 1) + timedelta(days=31 * (asked.number % 1000))
    days = [f"/calendar/{month:%Y/%m}/{day:02}/ {day}" for day in range(1, 29)]
    return listing(*days, f"/calendar/more-{asked.number + 1}.html Next", f"/calendar/{month:%Y/%m}/ {month:%B}")


def sessions(asked: Asked) -> Reply:
    """The same two addresses, each time with another session."""
    number = asked.number + 1
    session = f"PHPSESSID={number:032x}"
    links = [f"/session-ids/more-{number}.html?{session} Next page", f"/session-ids/?{session}&page={number} More",
             f"/session-ids/2026/11/22/the-council-speaks-of-a-session;jsessionid={number:032X} The council speaks"]  # fmt: skip
    if "speaks" in asked.target:
        return whole(page("sessions").encode(), b"Set-Cookie: " + session.encode())
    answer = listing(*links)
    return Reply(
        (b"".join(answer.pieces).replace(b"\r\n\r\n", b"\r\nSet-Cookie: " + session.encode() + b"\r\n\r\n", 1),)
    )


def paging(asked: Asked) -> Reply:
    """Always a next page, with a link that was never there before."""
    number = asked.number + 1
    story = f"/2026/11/22/paging-story-number-{number}-of-the-council.html"
    return listing(f"{story} The council speaks", f"/paging/more-{number}.html Next", "?page=2 2")


def same(asked: Asked) -> Reply:
    """Every next page is the first one."""
    return listing(f"/same-page/more-{asked.number + 1}.html Next")


def many(asked: Asked) -> Reply:
    if "story" in asked.target:
        return whole(page(f"one of many, {asked.target[-60:]}").encode())
    return listing(
        *(f"/many-links/2026/11/22/story-number-{n}-of-the-council-meeting.html Story" for n in range(15_000))
    )


def mirror(asked: Asked) -> Reply:
    """Every address below is there, one folder deeper each time."""
    return listing(f"{asked.target.partition('?')[0].rstrip('/')}/deeper/ Deeper", "../ Up")


ROUTES = (
    Route("calendar", "a calendar without end", calendar, READ, kind="section", most=60),
    Route("session-ids", "a new session in every link", sessions, READ, kind="section", most=60),
    Route("paging", "a next page without end, each with news", paging, READ, kind="section", most=60),
    Route("same-page", "a next page without end, each the first again", same, READ, kind="section", most=60),
    Route("many-links", "15,000 links on one page", many, READ, kind="section", most=600, heavy=True),
    Route("mirror", "folders without end", mirror, READ, kind="section", most=60),
)  # fmt: skip
