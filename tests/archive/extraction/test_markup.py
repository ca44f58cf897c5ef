import pytest

from archive.extraction import markup

WORDS = "Où l’été s’achève, œuvre à Čáslav "


@pytest.mark.parametrize(
    ("text", "codec", "declared", "meta"),
    [
        (WORDS, "utf-8", None, ""),
        (WORDS, "utf-8", "iso-8859-1", "windows-1252"),
        (WORDS, "utf-8-sig", "latin-1", ""),
        (WORDS, "utf-16", "utf-8", ""),
        (WORDS, "utf-16-le", None, ""),
        (WORDS, "utf-16-be", None, "utf-8"),
        ("Où l’été s’achève", "cp1252", "iso-8859-1", ""),
        ("Où l’été s’achève", "cp1252", "utf-8", "windows-1252"),
        ("Où l’été s’achève", "cp1252", "no-such-charset", "windows-1252"),
        ("Žluťoučký kůň", "iso-8859-2", None, "iso-8859-2"),
        ("Добрый вечер", "cp1251", "windows-1251", ""),
        ("東京の朝", "shift_jis", None, "Shift_JIS"),
        ("東京の朝", "iso-2022-jp", "iso-2022-jp", ""),
    ],
)
def test_characters_are_found(text: str, codec: str, declared: str | None, meta: str) -> None:
    page = f"<html><head><meta charset='{meta}'></head><body><p>{text * 40}</p></body></html>"
    assert markup.text(page.encode(codec), declared) == page


def test_an_undeclared_charset_is_guessed() -> None:
    page = "<html><body><p>" + "Добрый вечер, говорит Москва. Сегодня в городе снег и ветер. " * 20
    assert "говорит Москва" in markup.text(page.encode("cp1251"), None)


def test_a_character_cut_at_the_end_is_let_go() -> None:
    assert markup.text("<p>été".encode()[:-1], None) == "<p>ét"


def test_a_few_bad_bytes_do_not_change_the_charset() -> None:
    body = ("<p>" + "l’été " * 900).encode() + b"\xff"
    assert "l’été l’été" in markup.text(body, "utf-8")


def test_a_tree_has_neither_controls_nor_more_than_256_levels() -> None:
    root = markup.tree("<html><body>\x00a&#1;b&#xB;\ufffe" + "<div>" * 9_999)
    assert root is not None
    assert root.text_content() == "ab"
    assert len(list(root.iter("div"))) < 256


@pytest.mark.parametrize("page", ["", " ", "<!-- only a comment -->"])
def test_no_element_no_tree(page: str) -> None:
    assert markup.tree(page) is None


def test_utf8_with_passages_in_another_charset_is_read_as_both() -> None:
    old, new = "L'école a rouvert après l'été. ".encode("cp1252"), "La fête a été décalée à août. ".encode()
    page = b"<html><head><meta charset=utf-8></head><body><p>" + old + b"</p><p>" + new * 3 + b"</p></body></html>"
    found = markup.text(page, "utf-8")
    assert ("L'école a rouvert après l'été." in found, "La fête a été décalée à août." in found) == (True, True)
