from lxml.html import document_fromstring

from archive.extraction.flow import Flow, flow


def lines(body: str) -> list[tuple[str, str, int]]:
    return [(line.kind, line.text, line.linked) for line in of(body).lines]


def of(body: str) -> Flow:
    return flow(document_fromstring(f"<html><body>{body}</body></html>"))


def test_lines_come_in_the_order_of_reading_with_their_kinds() -> None:
    page = "<h1>A</h1>b<p>c <em>d</em> e</p>f<h3>g</h3><ul><li>h</ul><table><tr><td>i</table><blockquote>j</blockquote>"
    kinds = [(kind, text) for kind, text, _ in lines(page)]
    assert kinds == [
        ("h1", "A"), ("div", "b"), ("p", "c d e"), ("div", "f"), ("h", "g"), ("li", "h"), ("td", "i"), ("quote", "j"),
    ]  # fmt: skip


def test_a_line_knows_how_much_of_it_is_links() -> None:
    assert lines('<p>go <a href="/x">to <b>town</b></a> now</p>') == [("p", "go to town now", 6)]


def test_line_breaks_part_lines() -> None:
    assert [text for _, text, _ in lines("<p>one<br>two<br><br>three</p>")] == ["one", "two", "three"]


def test_text_after_what_is_not_read_stays() -> None:
    assert [text for _, text, _ in lines("<p>a<button>buy</button> b<select><option>c</select> d</p>")] == ["a b d"]


def test_hidden_and_named_parts_of_a_paragraph_go() -> None:
    page = '<p>a<span style="display: none">b</span> c <span class="caption">d</span>e <i hidden>f</i>g</p>'
    assert [text for _, text, _ in lines(page)] == ["a c e g"]


def test_boxes_and_bodies_are_named() -> None:
    found = of('<div class="related"><p>x</p></div><div class="entry-content"><p>y</p></div><aside>z</aside>')
    assert found.boxes == [(0, 1), (2, 3)]
    assert found.bodies == [("entry-content", 1, 2)]


def test_what_a_paywall_hides_within_the_body_is_no_box() -> None:
    prose = "The council met on the old bridge and voted for a new one."
    hidden = f'<div style="display:none"><p>{prose}</p></div>'
    assert of(f'<div class="article-body">{hidden}</div>').boxes == []
    assert of(f"<div>{hidden}</div>").boxes == [(0, 1)]


def test_depth_needs_no_stack() -> None:
    assert [text for _, text, _ in lines("<div>" * 250 + "deep")] == ["deep"]
