import pytest

from archive.extraction import markup, xpath

PAGE = "<html><body><h3> Le <b>b</b>ac </h3><p class='a'>un</p><p></p><p class='a'>deux</p></body></html>"


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("//div[", "is none"),
        ("", "is none"),
        ("\0", "is none"),
        ("\ud800", "is none"),
        ("//svg:rect", "is none"),
        ("$page", "has a variable"),
        ("//p[re:test(@class, 'a')]", "has a function re:test()"),
        ("//p[has-class('a')]", "has a function has-class()"),
        ("document('http://127.0.0.1/')", "has a function document()"),
        ("count(//p)", "gives neither"),
        ("true()", "gives neither"),
        ("//p" + "[1]" * 200, "more than 500"),
    ],
)
def test_what_is_no_xpath_is_told_and_finds_nothing(expression: str, says: str) -> None:
    root = markup.tree(PAGE)
    assert root is not None
    assert says in (xpath.fault(expression) or "")
    assert xpath.elements(root, expression) == list(xpath.texts(root, expression)) == []


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("//p", ["un", "deux"]),
        ("//p/@class", ["a", "a"]),
        ("//p[contains(@class, '$x(')] | //h3", ["Le bac"]),
        ("substring-after(//h3, 'Le')", ["bac"]),
        ("string(//h4)", []),
        ("//p[position() mod 2 = 1][not(self::h1)]/descendant::text()", ["un", "deux"]),
    ],
)
def test_the_text_of_what_matches(expression: str, found: list[str]) -> None:
    root = markup.tree(PAGE)
    assert root is not None
    assert xpath.fault(expression) is None
    assert list(xpath.texts(root, expression)) == found


def test_as_many_elements_as_are_worth_it() -> None:
    root = markup.tree(f"<html><body>{'<p>a</p>' * (xpath.MOST + 1)}</body></html>")
    assert root is not None
    assert len(xpath.elements(root, "//p")) == xpath.MOST


def test_functions_that_other_code_adds_to_the_library_stay_out() -> None:
    import parsel  # noqa: F401  # it registers has-class() with lxml for every XPath of the process

    assert xpath.fault("//p[has-class('a')]") is not None
