"""Builds the catalogues of texts: `python -m microshop_desktop.infra.catalogues [--check]`.

The msgids come out of the code, their texts from `resources/locale/texts/*.tsv` (a file a
part of the program, so that several people can write at once). What is missing, unused or does not
fit is said line by line. The files written are the same for the same input, and are committed.
"""

import argparse
import ast
import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from microshop_desktop.infra.resources import resource_root
from microshop_desktop.infra.translations import DOMAIN

TRANSLATED = ("zh", "es")
PLURAL_FORMS = {"zh": 1, "es": 2}
PLURAL_SIGN = "||"
# Babel writes a date in any case; the same texts must give the same file tomorrow.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
SAID_OTHERWISE = {"tenths": "percent"}
"""Placeholders that a language may put in the place of another: 10 % off is 9 tenths in Chinese."""
_PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")
_CODE = Path(__file__).resolve().parent.parent

Key = tuple[str, str]
"""Context (empty where there is none) and msgid; of a plural, its singular."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A text that the code asks for; `plural` is empty where it has no number."""

    msgid: str
    plural: str
    context: str
    places: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What it is looked up by."""
        return (self.context, self.msgid)


@dataclass(frozen=True, slots=True)
class Given:
    """A line of a file of texts."""

    place: str
    texts: dict[str, str]


def needed_texts(package: Path = _CODE) -> dict[Key, Needed]:
    """All texts that the code of a package asks for, those inside f-strings as well."""
    found: dict[Key, Needed] = {}
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package).as_posix()
        for text in _texts_in(path.read_text(encoding="utf-8")):
            earlier = found.get(text.key)
            places = {*(earlier.places if earlier else ()), place}
            plural = text.plural or (earlier.plural if earlier else "")
            found[text.key] = Needed(text.msgid, plural, text.context, tuple(sorted(places)))
    return found


def _texts_in(code: str) -> Iterator[Needed]:
    """The texts of one file. Babel's own extraction would not look into f-strings."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = [
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            text = _as_needed(node.func.id, words)
            if text is not None:
                yield text


def _as_needed(function: str, words: list[str]) -> Needed | None:
    """The text that a call with these literal words asks for; None for other functions."""
    match function, words:
        case (("_" | "mark"), [msgid]):
            return Needed(msgid, "", "", ())
        case "ngettext", [one, many]:
            return Needed(one, many, "", ())
        case "pgettext", [context, msgid]:
            return Needed(msgid, "", context, ())
        case _:
            return None


def given_texts(folder: Path) -> tuple[dict[Key, Given], list[str]]:
    """All lines of the files of texts, and what is wrong with the files themselves."""
    given: dict[Key, Given] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.tsv")):
        for place, row in _rows(path):
            if len(row) not in {3, 4} or not row[0]:
                problems.append(f"{place}: needs msgid, zh, es and at most a context")
                continue
            msgid, chinese, spanish = (_unescaped(cell) for cell in row[:3])
            key = (_unescaped(row[3]) if len(row) == 4 else "", msgid)
            texts = {"zh": chinese, "es": spanish}
            if key in given and given[key].texts != texts:
                problems.append(f"{place}: {msgid!r} has another text in {given[key].place}")
            given.setdefault(key, Given(place, texts))
    return given, problems


def faults(needed: dict[Key, Needed], given: dict[Key, Given]) -> list[str]:
    """What is missing, unused or does not fit, one sentence each."""
    found: list[str] = []
    for key, text in needed.items():
        if key in given:
            found += _misfits(text, given[key])
        else:
            found.append(f"no line for {text.msgid!r} ({text.places[0]})")
    unused = [line for key, line in given.items() if key not in needed]
    found += [f"{line.place}: no code asks for this text" for line in unused]
    return sorted(found)


def catalogue(language: str, needed: Iterable[Needed], given: dict[Key, Given]) -> Catalog:
    """The catalogue of a language, in the order of its msgids."""
    result = Catalog(locale=language, domain=DOMAIN, project="Microshop", fuzzy=False)
    result.creation_date = result.revision_date = None  # type: ignore[assignment] # no date at all
    for text in sorted(needed, key=lambda text: text.key):
        line = given.get(text.key)
        if line is None:
            continue
        forms = tuple(line.texts[language].split(PLURAL_SIGN))
        result.add(
            (text.msgid, text.plural) if text.plural else text.msgid,
            forms if text.plural else forms[0],
            locations=[(place, None) for place in text.places],  # type: ignore[misc] # no lines
            context=text.context or None,
        )
    return result


def po_bytes(catalog: Catalog) -> bytes:
    """The catalogue as a .po file without dates and line numbers, so that it changes with texts."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, omit_header=True)
    plural = f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {plural}\\n"\n\n'
    )
    return head.encode() + buffer.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    buffer = io.BytesIO()
    plain = Catalog(
        locale=catalog.locale,
        domain=DOMAIN,
        header_comment="",
        fuzzy=False,
        creation_date=NO_DATE,
        revision_date=NO_DATE,
    )
    plain.mime_headers = _headers(catalog)
    for message in _messages(catalog):
        plain.add(message.id, message.string, context=message.context)
    write_mo(buffer, plain)
    return buffer.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the catalogues, or with `--check` only compare; 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="catalogues", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    root = resource_root() / "locale"
    needed = needed_texts()
    given, problems = given_texts(root / "texts")
    problems += faults(needed, given)
    for language in TRANSLATED:
        built = catalogue(language, needed.values(), given)
        folder = root / language / "LC_MESSAGES"
        for name, content in ((f"{DOMAIN}.po", po_bytes(built)), (f"{DOMAIN}.mo", mo_bytes(built))):
            problems += _put(folder / name, content, check=options.check)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    sys.stderr.write(f"{len(needed)} texts, {len(problems)} problems\n")
    return 1 if problems else 0


def _put(path: Path, content: bytes, *, check: bool) -> list[str]:
    """Write a file, or only say that it is stale."""
    if path.is_file() and path.read_bytes() == content:
        return []
    if check:
        return [f"{path.name} of {path.parent.parent.name} is stale: build the catalogues"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return []


def _rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The lines of a file after its head, with where they are."""
    lines = path.read_text(encoding="utf-8").splitlines()
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(reader, start=1):
        if number > 1 and any(row):
            yield f"{path.name}:{number}", row


def _unescaped(cell: str) -> str:
    return cell.replace("\\n", "\n").replace("\\t", "\t")


def _misfits(text: Needed, line: Given) -> list[str]:
    """What does not fit between a text and its translations."""
    found = []
    for language, translated in line.texts.items():
        forms = translated.split(PLURAL_SIGN) if text.plural else [translated]
        if not all(forms):
            found.append(f"{line.place}: no {language} text for {text.msgid!r}")
            continue
        if text.plural and len(forms) != PLURAL_FORMS[language]:
            found.append(f"{line.place}: {language} needs {PLURAL_FORMS[language]} form(s)")
        allowed = _names(text.msgid) | _names(text.plural)
        for form in forms:
            wrong = _names(form) ^ allowed if not text.plural else _names(form) - allowed
            if wrong:
                found.append(f"{line.place}: placeholders of {language} differ: {sorted(wrong)}")
    return found


def _names(text: str) -> set[str]:
    return {SAID_OTHERWISE.get(name, name) for name in _PLACEHOLDER.findall(text)}


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _headers(catalog: Catalog) -> list[tuple[str, str]]:
    plural = f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", plural)]


if __name__ == "__main__":
    sys.exit(main())
