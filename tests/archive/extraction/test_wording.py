import pytest

from archive.extraction.wording import before_form

STORY = ["The ferry sails again.", "Comments on the plan are welcome until May, the council said."]


@pytest.mark.parametrize(
    "tail",
    [
        ["Leave a Reply"],
        ["Comments", "No comments yet. Why don’t you start the discussion?", "Leave a Reply", "Name *"],
        ["3 Comments", "Your email address will not be published. Required fields are marked *"],
        ["0 comments"],
        ["Be the first to comment"],
        ["You must be logged in to post a comment."],
        ["Commentaires", "Laisser un commentaire", "Votre adresse e-mail ne sera pas publiée. Les champs…"],
        ["Laissez votre commentaire"],
        ["Ajouter un commentaire"],
        ["Poster un message"],
        ["Votre adresse de messagerie ne sera pas publiée."],
        ["Aucun commentaire pour le moment"],
        ["— Répondre à cet article —"],
        ["Deixe um comentário"],
    ],
)
def test_the_form_is_cut(tail: list[str]) -> None:
    assert before_form([*STORY, *tail]) == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Leave a reply slip at the town hall, " + "which is open every day of the week from eight to noon, " * 4,
        "The minister made no comment.",
        "“Post a comment and they call you back,” she said.",
        "Les commentaires du maire ont surpris l’opposition.",
    ],
)
def test_sentences_of_the_article_stay(line: str) -> None:
    assert before_form([*STORY, line]) == [*STORY, line]
