import pytest
from lxml.html import document_fromstring, tostring

from archive.extraction import comments

STORY = "<h1>Tide mill</h1><p>" + "The tide mill at Penrose grinds again after ninety years of silence. " * 4 + "</p>"


def pruned(body: str) -> str:
    root = document_fromstring(f"<html><body>{body}</body></html>")
    comments.prune(root)
    text: str = tostring(root, encoding="unicode")
    return text


@pytest.mark.parametrize(
    "section",
    [
        "<div id=comments><p>CUT</p></div>",
        "<section class='comments-area theme-x'><ol class=comment-list><li><p>CUT</p></li></ol></section>",
        "<div class=wp-block-post-comments-form>CUT</div>",
        "<div class=jnews_comment_container>CUT</div>",
        "<div class=td-comments-title-wrap>CUT</div>",
        "<div class=articleCommentsList>CUT</div>",
        "<ul class=forum><li>CUT</li></ul>",
        "<div class=formulaire_forum>CUT</div>",
        "<section class=field--name-comment>CUT</section>",
        "<div id=jcomments-list>CUT</div>",
        "<div id=kmt-wrap>CUT</div>",
        "<h2>CUT</h2> <div id=disqus_thread></div>",
        "<h3>CUT</h3><div class=fb-comments data-numposts=5></div>",
        "<div data-x=1 class=spotim-wrapper>CUT</div>",
        "<div class=Kommentare>CUT</div>",
        "<div class=lista-comentarios>CUT</div>",
        "<div id=onetrust-consent-sdk>CUT</div>",
        "<div class='cookie-banner top'>CUT</div>",
    ],
)
def test_named_sections_are_cut(section: str) -> None:
    left = pruned(STORY + section + "<p>after</p>")
    assert "CUT" not in left
    assert "ninety years" in left
    assert "after" in left


@pytest.mark.parametrize(
    "form",
    [
        "<form><textarea></textarea>CUT</form>",
        "<div><h3>CUT</h3><p>CUT</p><h3>CUT</h3><p>CUT</p><div><textarea></textarea><input>CUT</div></div>",
        "<div><div><div><textarea></textarea></div><label>CUT</label></div><p>CUT</p></div>",
        "<h3>CUT</h3><form><textarea></textarea></form>",
        "<h2>CUT</h2><p>CUT</p><h3>CUT</h3><p>CUT</p><form><textarea></textarea></form>",
        f"<form><p>{'CUT ' * 300}</p><textarea></textarea></form>",
        "<div><h4>CUT</h4><p>CUT</p><form><input type=email><button>CUT</button></form></div>",
    ],
)
@pytest.mark.parametrize("around", ["{}{}", "<article>{}{}</article>", "<main><div>{}</div>{}</main>"])
def test_forms_are_cut_with_their_notes_and_headings(form: str, around: str) -> None:
    left = pruned(around.format(STORY, form))
    assert "CUT" not in left
    assert "ninety years" in left


@pytest.mark.parametrize(
    "page",
    [
        "<div class=comments-layout>{}</div>",
        "<div class='page has-comments'>{}</div>",
        "<div id=comments><div class=entry-content>{}</div></div>",
        "<div class='comment opinion'>{}</div>",
        "<form id=aspnetForm><div>{}</div><div><textarea></textarea></div></form>",
        "<div>{}<textarea></textarea></div>",
        "<div class=commentary>{}</div>",
    ],
)
@pytest.mark.parametrize("story", [STORY, STORY.replace("h1", "b")])
def test_the_article_is_never_cut(page: str, story: str) -> None:
    assert "ninety years" in pruned(page.format(story))


@pytest.mark.parametrize(
    "story", ["<p>Short news of a bridge.</p><p>It is shut.</p>", "Short news of a bridge.<br>It is shut."]
)
def test_a_brief_beside_its_form_stays(story: str) -> None:
    left = pruned(f"<h1>Bridge</h1><div>{story}<form><h3>CUT</h3><textarea></textarea></form></div>")
    assert "Short news of a bridge." in left
    assert "CUT" not in left


def test_a_subheading_above_the_forms_heading_stays() -> None:
    story = STORY + f"<h2>Flour</h2><p>{'It is sold at the door and in the shop. ' * 3}</p>"
    left = pruned(story + "<h3>CUT</h3><form><textarea></textarea></form>")
    assert "Flour" in left
    assert "CUT" not in left


def test_a_kept_element_loses_the_name_that_would_cost_it_later() -> None:
    assert "comment-status-open" not in pruned(f"<div class='comment-status-open text'>{STORY}</div>")
