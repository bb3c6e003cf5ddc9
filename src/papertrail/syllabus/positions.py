"""Where every key of a TOML file stands: asked only when there is a mistake to place."""

import tomllib
from typing import NamedTuple, TypeAlias

import tree_sitter
import tree_sitter_toml

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys, and places in lists counted from 0."""

_CONTAINERS = ("inline_table", "array")
_TABLES = ("table", "table_array_element")
_LANGUAGE = tree_sitter.Language(tree_sitter_toml.language())


class Position(NamedTuple):
    """A place in the file."""

    line: int
    source: str
    """The value as it is written; empty for a table under a header."""


class Positions:
    """The places of all values of a TOML file."""

    def __init__(self, text: str) -> None:
        self._places: dict[Path, Position] = {(): Position(1, "")}
        self._last: dict[Path, int] = {}
        tree = tree_sitter.Parser(_LANGUAGE).parse(text.encode())
        for node in tree.root_node.named_children:
            self._statement(node)

    def __getitem__(self, path: Path) -> Position:
        """The place of a value, or of the nearest table around it that is written out."""
        while path not in self._places:
            path = path[:-1]
        return self._places[path]

    def _statement(self, node: tree_sitter.Node) -> None:
        if node.type not in _TABLES:
            self._values([((), node)])
            return
        header, *pairs = [child for child in node.named_children if child.type != "comment"]
        path = self._header(_keys(header), repeated=node.type == "table_array_element")
        self._note(path, header, "")
        self._values([(path, pair) for pair in pairs])

    def _header(self, keys: list[str], *, repeated: bool) -> Path:
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            if repeated and place == len(keys) - 1:
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path = (*path, self._last[path])
        return path

    def _values(self, waiting: list[tuple[Path, tree_sitter.Node]]) -> None:
        while waiting:
            path, node = waiting.pop()
            parts = [child for child in node.named_children if child.type != "comment"]
            if node.type == "pair":
                key, value = parts[0], parts[-1]
                full = self._dotted(path, _keys(key), key)
                self._note(full, key, _text(value))
                waiting.append((full, value))
            elif node.type == "inline_table":
                waiting += [(path, pair) for pair in parts]
            elif node.type == "array":
                for place, element in enumerate(parts):
                    self._note((*path, place), element, _text(element))
                    waiting.append(((*path, place), element))

    def _dotted(self, path: Path, keys: list[str], node: tree_sitter.Node) -> Path:
        for key in keys[:-1]:
            path = (*path, key)
            self._note(path, node, "")
        return (*path, keys[-1])

    def _note(self, path: Path, node: tree_sitter.Node, source: str) -> None:
        self._places.setdefault(path, Position(node.start_point.row + 1, source))


def _keys(node: tree_sitter.Node) -> list[str]:
    """The keys of a dotted key, which the grammar nests to the left."""
    keys: list[str] = []
    while node.type == "dotted_key":
        first, last = node.named_children[0], node.named_children[-1]
        keys.append(_key(last))
        node = first
    return [_key(node), *reversed(keys)]


def _key(node: tree_sitter.Node) -> str:
    text = _text(node)
    if text.startswith("'"):
        return text[1:-1]
    if text.startswith('"'):
        return next(iter(tomllib.loads(f"{text} = 0")))
    return text


def _text(node: tree_sitter.Node) -> str:
    return "" if node.type in _CONTAINERS else (node.text or b"").decode(errors="replace")
