"""The words comment forms use, to cut a text where one begins when the markup did not give it away."""

import re

_FORM = (
    r"leave (?:a|your) (?:reply|comment)",
    r"(?:post|add) (?:a|your) comment",
    r"write a comment",
    r"join the (?:discussion|conversation)\W*$",
    r"your e-?mail address will not be published",
    r"required fields are marked",
    r"save my name, e-?mail",
    r"you must be logged in to (?:post|leave) a comment",
    r"log in to leave a comment",
    r"comments are closed",
    r"this site uses akismet",
    r"please enable javascript to view the comments",
    r"comments powered by",
    r"(?:laisse[rz]|ajoute[rz]|poste[rz]|publie[rz]|écri(?:re|vez)|dépose[rz]) (?:un|votre) (?:commentaire|message)",
    r"répondre à cet article",
    r"votre (?:adresse (?:e-?mail|de messagerie|électronique)|e-?mail|mail) ne sera pas publiée?",
    r"les champs obligatoires sont",
    r"enregistrer mon nom",
    r"vous devez (?:être connecté|vous connecter)[^.]{0,20} pour (?:publier|poster|écrire|laisser|commenter)",
    r"(?:les )?commentaires sont (?:fermés|clos)",
    r"ce site utilise akismet",
    r"deja (?:una respuesta|un comentario)",
    r"deixe um(?:a resposta| comentário)",
)
_ABOVE = (
    r"(?:\d+ )?(?:comments?|commentaires?|réactions?|responses?|réponses?)(?: ?[:(] ?\d* ?\)?)?\W*$",
    r"(?:no comments?(?: yet)?|aucun commentaire|pas (?:encore )?de commentaires?)\b",
    r"(?:be the first to comment|soyez le premier)\b",
)
_FORM_LINE = re.compile(rf"[\s*·•>–—-]*(?:{'|'.join(_FORM)}).{{0,150}}$", re.IGNORECASE)
_ABOVE_LINE = re.compile(rf"\W*(?:{'|'.join(_ABOVE)}).{{0,80}}$", re.IGNORECASE)


def before_form(lines: list[str]) -> list[str]:
    """The lines up to where a comment form begins in so many words (English, French, some Spanish and Portuguese)."""
    end = next((at for at, line in enumerate(lines) if _FORM_LINE.match(line)), len(lines))
    while end and _ABOVE_LINE.match(lines[end - 1]):
        end -= 1
    return lines[:end]
