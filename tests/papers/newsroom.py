"""Writes articles in French, English or Arabic; the same seed writes the same ones."""

import random
import re
import tomllib
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from .article import Article

FOLDER = Path(__file__).parent / "words"
NUMBER = re.compile(r"\d+")


@cache
def words(language: str) -> dict[str, Any]:
    """The word lists of a language."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


class Newsroom:
    """Those who write one paper."""

    def __init__(self, language: str, seed: str) -> None:
        self.words = words(language)
        self.labels: dict[str, str] = self.words["labels"]
        self._chance = random.Random(seed)  # a string seeds the same in every process
        self._titles: set[str] = set()

    def article(self, number: int, published: datetime) -> Article:
        """A new article, unlike all others of this paper."""
        title = self._title()
        paragraphs = [self._paragraph() for _ in range(self._chance.choice((3, 4, 5, 6, 8, 11)))]
        return Article(
            number=number,
            slug=slug(title),
            title=title,
            summary=self._say(self._chance.choice(self.words["sentences"])),
            paragraphs=paragraphs,
            author=self._chance.choice(self.words["people"]),
            section=self.words["sections"][number % len(self.words["sections"])],
            tags=tuple(self._chance.sample(self.words["tags"], 2)),
            published=published,
            modified=published,
        )

    def edit(self, article: Article, what: str) -> None:
        """Change what is said: `text`, `headline`, `figure` (one number) or `author`."""
        chosen = article.paragraphs
        if what == "text":
            chosen.append(self._say(self.words["added"]) + " " + self._paragraph())
        elif what == "headline":
            article.title = f"{self.words['again']} – {article.title}"
        elif what == "figure":
            place = next(index for index, text in enumerate(chosen) if NUMBER.search(text))
            chosen[place] = NUMBER.sub(lambda found: str(int(found[0]) + 7), chosen[place], count=1)
        elif what == "author":
            article.author = next(name for name in self.words["people"] if name != article.author)
        else:
            raise ValueError(f"{what}: text, headline, figure or author")

    def say(self, label: str) -> str:
        """A service text with its gaps filled, always the same way for one label."""
        return self._fill(self.labels[label], random.Random(label))

    def _title(self) -> str:
        while (title := self._say(self.words["headline"])) in self._titles:
            pass
        self._titles.add(title)
        return title

    def _paragraph(self) -> str:
        chosen = self._chance.sample(self.words["sentences"], self._chance.randint(2, 5))
        told = " ".join(map(self._say, chosen))
        return told if NUMBER.search(told) else f"{told} {self._say(self.words['sentences'][1])}"

    def _say(self, sentence: str) -> str:
        return self._fill(sentence, self._chance)

    def _fill(self, sentence: str, chance: random.Random) -> str:
        names = ("place", "person", "subject", "action", "reason", "unit", "time", "scene")
        said: dict[str, Any] = {
            name: chance.choice(self.words["people" if name == "person" else name + "s"]) for name in names
        }
        said |= {"second": chance.choice(self.words["places"])}
        said |= {"number": chance.randint(12, 940), "other": chance.randint(12, 940)}
        said |= {"Time": _capital(said["time"]), "Subject": _capital(said["subject"])}
        return sentence.format(**said)


def slug(title: str) -> str:
    """The title as an address has it: Latin letters lose their accents, others stay."""
    plain = unicodedata.normalize("NFKD", title.lower().replace("’", " "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", plain)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
