"""Finds the sites in the folder: a file that does not load is named, and hides no other."""

import difflib
import traceback
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that declares no site that can be crawled."""

    file: str
    line: int
    """Where, from 1; 0 when it is the file as a whole."""
    error: str

    def __str__(self) -> str:
        return f"{self.file}{f', line {self.line}' if self.line else ''}: {self.error}"


class SiteLoader(SpiderLoader):
    """Scrapy's own stops at the first file that raises."""

    def __init__(self, settings: BaseSettings) -> None:
        self.broken: list[Broken] = []
        super().__init__(settings)
        for each in self.broken:
            warnings.warn_explicit(each.error, RuntimeWarning, each.file, each.line, registry=_WARNED)

    def _load_all_spiders(self) -> None:
        for name in self.spider_modules:
            for module in self._modules(name):
                self._load_spiders(module)
        for name, places in self._found.items():
            last = _file(places[-1][0])
            self.broken += (Broken(_file(module), 0, f"{name} is declared in {last} too") for module, _ in places[:-1])

    def _modules(self, name: str) -> Iterator[ModuleType]:
        try:
            module = import_module(name)
        except Exception as error:  # whatever a file may raise
            self.broken.append(Broken(_file(name), _line(error, name), f"{type(error).__name__}: {error}"))
            return
        yield module
        for found in iter_modules(getattr(module, "__path__", ())):
            yield from self._modules(f"{name}.{found.name}")


def unknown(name: str, names: Iterable[str]) -> str:
    """What to say of a name that no site has: those that come close, if any."""
    close = " or ".join(difflib.get_close_matches(name, list(names), 2, 0.6))
    return f"no site is called {name}{f'; did you mean {close}?' if close else ''}"


_WARNED: dict[Any, Any] = {}  # Scrapy makes a loader for the command and another for the crawl: warn once


def _file(module: str) -> str:
    return module.replace(".", "/") + ".py"


def _line(error: Exception, module: str) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename.endswith(_file(module))), 0)
