"""Reads a page the way a browser does, as far as the checks need it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
SVG_SHAPES = frozenset({"path", "rect", "circle", "use"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def text(self) -> str:
        words = [child if isinstance(child, str) else child.text for child in self.children]
        return re.sub(r"[ \t\r\n]+", " ", " ".join(words)).strip()

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class HtmlPage(HTMLParser):
    """A parsed page or fragment."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.root = Element("document", {})
        self._open = [self.root]
        self.feed(source)
        self.close()
        assert len(self._open) == 1, f"never closed: {[each.tag for each in self._open[1:]]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"repeated attribute in <{tag}>"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID | SVG_SHAPES, f"<{tag}/> is not closed in HTML"
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self._open.pop()
        assert closed.tag == tag, f"<{closed.tag}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.root.walk()
            if tag in ("", element.tag)
            and all(
                value in element.classes if name == "class" else element.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag}> {attributes}"
        return found[0]

    @property
    def text(self) -> str:
        return self.root.text


def check_markup(page: HtmlPage) -> None:
    """What holds for every page and every fragment."""
    ids = [element.get("id") for element in page.root.walk() if element.get("id") is not None]
    assert len(ids) == len(set(ids)), "an id is used twice"
    labelled = {element.get("for") for element in page.all("label")}
    for element in page.root.walk():
        inline = [name for name in element.attributes if name == "style" or name.startswith("on")]
        assert not inline, f"inline style or script in <{element.tag}>: the policy forbids it"
        if element.tag in ("input", "textarea", "select") and element.get("type") != "hidden":
            assert element.get("id") in labelled, f"<{element.tag}> has no label"
        if element.tag in ("button", "a", "summary"):
            assert element.text, f"<{element.tag}> has no name"
        if element.get("target") == "_blank":
            assert "noopener" in (element.get("rel") or "").split()
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((element.get(name) or "").split()) <= set(ids), f"{name} names nothing"
        if element.tag in ("script", "link", "img"):
            address = element.get("src") or element.get("href") or ""
            assert address.startswith("/"), f"<{element.tag}> loads from elsewhere: {address}"


def check_page(page: HtmlPage) -> None:
    """What holds for every whole page."""
    check_markup(page)
    assert page.one("html").get("lang") == "vi"
    titles = [each.text for each in page.one("head").walk() if each.tag == "title"]
    assert len(titles) == 1
    assert titles[0]
    assert page.one("h1").text
    assert page.one("main").get("id") == "noi-dung"
    assert page.one("a", class_="skip").get("href") == "#noi-dung"
    levels = [int(each.tag[1]) for each in page.root.walk() if each.tag in ("h1", "h2", "h3", "h4")]
    steps = pairwise(levels)
    assert all(after <= before + 1 for before, after in steps), f"a heading is skipped: {levels}"
