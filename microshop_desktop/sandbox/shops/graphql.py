"""As much of GraphQL as practice shops need: documents read, checked and answered.

A schema is made of `Node`s: an object with a type's name and its fields, each a value or a function
of the arguments. A field that a type does not have is an error, as it is at the real platforms.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""\s*(?:\#[^\n]*|,)|\s*(?P<punct>\.\.\.|[!$():=@\[\]{|}])|\s*(?P<name>[_A-Za-z]\w*)"""
    r"""|\s*(?P<number>-?\d+(?:\.\d+)?)|\s*"(?P<text>(?:[^"\\\n]|\\.)*)"|\s+"""
)
_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None}


class GraphqlError(Exception):
    """A document that cannot be answered, with the code that the platform gives it."""

    def __init__(self, message: str, code: str = "GRAPHQL_VALIDATION_FAILED") -> None:
        super().__init__(message)
        self.message, self.code = message, code


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that comes beside the document."""

    name: str


@dataclass(frozen=True, slots=True)
class Selected:
    """A field that is asked for, or a fragment in its place."""

    name: str
    alias: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    directives: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    inside: tuple["Selected", ...] = ()
    spread: str = ""
    on_type: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or a mutation with the variables it declares: whether they are needed."""

    kind: str
    variables: Mapping[str, bool]
    selected: tuple[Selected, ...]
    fragments: Mapping[str, tuple[Selected, ...]]


@dataclass(frozen=True, slots=True)
class Node:
    """An object of the schema; a field is a value, or a function of arguments and directives."""

    type_name: str
    fields: Mapping[str, object]


def hidden(node: Node, name: str) -> Node:
    """Return an object of which one field is null."""
    return Node(node.type_name, {**node.fields, name: None})


def read(document: str) -> Operation:
    """Read a document with one operation; `GraphqlError` for anything else."""
    return _Reader(document).document()


def answer(root: Node, operation: Operation, variables: Mapping[str, object]) -> dict[str, object]:
    """Return the data of an operation."""
    for name, needed in operation.variables.items():
        if needed and variables.get(name) is None:
            raise GraphqlError(f"Variable ${name} of a required type was not given")
    return _Answerer(operation, variables).of(root, operation.selected)


def resolved(value: object, variables: Mapping[str, object]) -> object:
    """Return a value of a document with what its variables stand for."""
    if isinstance(value, Variable):
        return variables.get(value.name)
    if isinstance(value, list):
        return [resolved(one, variables) for one in value]
    if isinstance(value, dict):
        return {name: resolved(one, variables) for name, one in value.items()}
    return value


class _Answerer:
    def __init__(self, operation: Operation, variables: Mapping[str, object]) -> None:
        self._operation, self._variables = operation, variables

    def of(self, node: Node, selected: tuple[Selected, ...]) -> dict[str, object]:
        found: dict[str, object] = {}
        for wish in self._flat(node, selected):
            if wish.name == "__typename":
                found[wish.alias or wish.name] = node.type_name
                continue
            if wish.name not in node.fields:
                message = f"Field '{wish.name}' doesn't exist on type '{node.type_name}'"
                raise GraphqlError(message, "undefinedField")
            found[wish.alias or wish.name] = self._value(node.fields[wish.name], wish)
        return found

    def _flat(self, node: Node, selected: tuple[Selected, ...]) -> Iterator[Selected]:
        for wish in selected:
            if wish.spread:
                yield from self._flat(node, self._operation.fragments[wish.spread])
            elif not wish.name:
                if wish.on_type == node.type_name:
                    yield from self._flat(node, wish.inside)
            else:
                yield wish

    def _value(self, value: object, wish: Selected) -> object:
        if callable(value):
            arguments = {n: self._given(v) for n, v in wish.arguments.items()}
            directives = {
                name: {n: self._given(v) for n, v in given.items()}
                for name, given in wish.directives.items()
            }
            value = value(arguments, directives)
        if isinstance(value, list):
            return [self._value(one, wish) for one in value]
        if isinstance(value, Node):
            if not wish.inside:
                raise GraphqlError(f"Field '{wish.name}' must have selections")
            return self.of(value, wish.inside)
        if wish.inside and value is not None:
            raise GraphqlError(f"Field '{wish.name}' is a scalar and can't have selections")
        return value

    def _given(self, value: object) -> object:
        if isinstance(value, Variable) and value.name not in self._operation.variables:
            raise GraphqlError(f"Variable ${value.name} is used but not declared")
        return resolved(value, self._variables)


class _Reader:
    """A reader by descent; it knows what of the language is used here."""

    def __init__(self, document: str) -> None:
        self._tokens = _tokens(document)
        self._at = 0

    def document(self) -> Operation:
        fragments: dict[str, tuple[Selected, ...]] = {}
        found: tuple[str, Mapping[str, bool], tuple[Selected, ...]] | None = None
        while self._at < len(self._tokens):
            kind = self._name()
            name = "" if self._peek() in ("{", "(") else self._name()
            if kind == "fragment":
                self._name()
                self._name()
                fragments[name] = self._selection()
            elif kind in {"query", "mutation"} and found is None:
                found = (kind, self._variables(), self._selection())
            else:
                raise GraphqlError(f"Unexpected {kind}")
        if found is None:
            raise GraphqlError("A document without operation")
        return Operation(*found, fragments)

    def _variables(self) -> dict[str, bool]:
        declared: dict[str, bool] = {}
        if not self._skip("("):
            return declared
        while not self._skip(")"):
            self._expect("$")
            name = self._name()
            self._expect(":")
            declared[name] = self._type()
            if self._skip("="):
                self._value()
                declared[name] = False
        return declared

    def _type(self) -> bool:
        """Read a type; return whether it is required."""
        if self._skip("["):
            self._type()
            self._expect("]")
        else:
            self._name()
        return self._skip("!")

    def _selection(self) -> tuple[Selected, ...]:
        self._expect("{")
        wishes: list[Selected] = []
        while not self._skip("}"):
            wishes.append(self._fragment() if self._skip("...") else self._field())
        return tuple(wishes)

    def _fragment(self) -> Selected:
        name = self._name()
        if name == "on":
            return Selected("", on_type=self._name(), inside=self._selection())
        return Selected("", spread=name)

    def _field(self) -> Selected:
        name, alias = self._name(), ""
        if self._skip(":"):
            name, alias = self._name(), name
        arguments = self._arguments()
        directives: dict[str, Mapping[str, object]] = {}
        while self._skip("@"):
            directive = self._name()
            directives[directive] = self._arguments()
        inside = self._selection() if self._peek() == "{" else ()
        return Selected(name, alias, arguments, directives, inside)

    def _arguments(self) -> dict[str, object]:
        return self._pairs(")") if self._skip("(") else {}

    def _pairs(self, end: str) -> dict[str, object]:
        pairs: dict[str, object] = {}
        while not self._skip(end):
            name = self._name()
            self._expect(":")
            pairs[name] = self._value()
        return pairs

    def _value(self) -> object:
        if self._skip("$"):
            return Variable(self._name())
        if self._skip("{"):
            return self._pairs("}")
        if self._skip("["):
            values: list[object] = []
            while not self._skip("]"):
                values.append(self._value())
            return values
        kind, text = self._next()
        if kind == "number":
            return float(text) if "." in text else int(text)
        return _WORDS.get(text, text) if kind == "name" else text

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise GraphqlError("The document ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, text: str) -> bool:
        if self._peek() != text:
            return False
        self._at += 1
        return True

    def _expect(self, text: str) -> None:
        kind, found = self._next()
        if (kind, found) != ("punct", text):
            raise GraphqlError(f"Expected {text}, found {found}")

    def _name(self) -> str:
        kind, found = self._next()
        if kind != "name":
            raise GraphqlError(f"Expected a name, found {found}")
        return found


def _tokens(document: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(document):
        found = _TOKEN.match(document, at)
        if found is None or found.end() == at:
            raise GraphqlError(f"Unexpected sign at {at}")
        at = found.end()
        if found.lastgroup:
            tokens.append((found.lastgroup, found[found.lastgroup]))
    return tokens
