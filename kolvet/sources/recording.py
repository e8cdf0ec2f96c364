"""Exchanges on disk: `--record` writes them without secrets, `--replay` answers from them."""

import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from kolvet.errors import UsageError, system_reason
from kolvet.model.fetch import StopReason
from kolvet.sources.exchange import Answer, Request, shown
from kolvet.sources.failures import RefusedError
from kolvet.sources.wires import Wire

REMOVED = "removed"
_KEPT_HEADERS = ("content-type", "location", "retry-after", "etag", "last-modified")
_VISITOR_VALUES = re.compile(r'("(?:sub|subp|tid|alt|savestate)"\s*:\s*")[^"]*(")')
_ESCAPE = re.compile(r"%[0-9A-F]{2}")
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
_SHAPE = {"method": str, "url": str, "query": dict, "status": int, "headers": dict, "body": str}
_SHORTEST_SECRET = 4
_NOT_COMPARED = frozenset({"_rand"})


def _lowered(found: re.Match[str]) -> str:
    return found[0].lower()


class Secrets:
    """Values that must never be written: those of every cookie that this run has seen."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._values: set[str] = set()
        self.add(values)

    def add(self, values: Iterable[str]) -> None:
        """Remember more of them. A value of a letter or two would blot out half a page."""
        for value in values:
            if len(value) >= _SHORTEST_SECRET:
                quoted = {quote(value), quote(value, safe="")}
                self._values |= {value, unquote(value), value.replace("/", "\\/"), *quoted}
                self._values |= {_ESCAPE.sub(_lowered, each) for each in quoted}

    def without(self, text: str) -> str:
        """The text with every secret blotted out."""
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, REMOVED)
        return text


class RecordingWire:
    """Writes every exchange of another wire to a folder, one JSON file each.

    A recording holds what the platform answered, so other people's comments too: keep it as you
    keep the database. It holds no cookie.

    Raises:
        UsageError: The folder cannot be written.
    """

    def __init__(self, wire: Wire, folder: Path, secrets: Secrets) -> None:
        self._wire = wire
        self.live: bool = wire.live
        self._folder = folder
        self._secrets = secrets
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                "source.record_folder", path=folder, why=system_reason(error)
            ) from error
        self._number = sum(1 for _ in folder.glob("*.json"))

    def send(self, request: Request) -> Answer:
        """Ask, and write down the question and the answer."""
        answer = self._wire.send(request)
        self._secrets.add(line.partition("=")[2].partition(";")[0] for line in answer.set_cookies)
        self._number += 1
        place = _UNSAFE.sub("-", shown(request.url).partition("://")[2])
        path = self._folder / f"{self._number:05d}-{place[:80].strip('-')}.json"
        partial = path.with_suffix(".part")
        text = json.dumps(self._written(request, answer), ensure_ascii=False, indent=1)
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(path)
        except OSError as error:
            raise UsageError(
                "source.record_folder", path=self._folder, why=system_reason(error)
            ) from error
        return answer

    def _written(self, request: Request, answer: Answer) -> dict[str, Any]:
        body, query = answer.text(), dict(request.query)
        kept = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
        if request.secret:
            # Of a visitor's cookies only the form of the answer is kept, so that it can be read.
            form, found = _VISITOR_VALUES.subn(rf"\g<1>{REMOVED}\g<2>", body)
            body, query = form if found else "", {}
            kept.pop("location", None)
        written = {
            "method": request.method,
            "url": shown(request.url),
            "query": query,
            "status": answer.status,
            "headers": kept,
            "body": body,
        }
        return {
            name: self._secrets.without(value) if isinstance(value, str) else value
            for name, value in written.items()
        } | {"query": _blotted(query, self._secrets), "headers": _blotted(kept, self._secrets)}

    def close(self) -> None:
        """Close the other wire."""
        self._wire.close()


def _blotted(values: dict[str, Any], secrets: Secrets) -> dict[str, str]:
    return {name: secrets.without(str(value)) for name, value in values.items()}


class ReplayWire:
    """Answers from a recording; never touches the network.

    The same question asked again gets the next recorded answer to it, the last one for ever.

    Raises:
        UsageError: The folder holds no recording.
    """

    live: bool = False

    def __init__(self, folder: Path) -> None:
        self._answers: dict[tuple[str, str, str], deque[Answer]] = defaultdict(deque)
        for path in sorted(folder.glob("*.json")):
            key, answer = _read(path)
            self._answers[key].append(answer)
        if not self._answers:
            raise UsageError("source.no_recording", path=folder)

    def holds(self, path: str) -> bool:
        """Whether anything was recorded at this path of a server."""
        return any(recorded == path for _, recorded, _ in self._answers)

    def send(self, request: Request) -> Answer:
        """The recorded answer."""
        query = {} if request.secret else dict(request.query)
        answers = self._answers.get(_key(request.method, request.url, query))
        if not answers:
            raise RefusedError(
                "source.not_recorded", StopReason.OFFLINE, url=shown(request.address)
            )
        return answers.popleft() if len(answers) > 1 else answers[0]

    def close(self) -> None:
        """Nothing is open."""


def _read(path: Path) -> tuple[tuple[str, str, str], Answer]:
    """The exchange in a file: what was asked, and the answer."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if not all(isinstance(record[name], kind) for name, kind in _SHAPE.items()):
            raise TypeError  # noqa: TRY301 - one place says that it is none
        headers = {name: str(value) for name, value in record["headers"].items()}
        answer = Answer(record["url"], record["status"], headers, record["body"].encode())
        return _key(record["method"], record["url"], record["query"]), answer
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise UsageError("source.bad_recording", path=path) from error


def _key(method: str, url: str, query: dict[str, Any]) -> tuple[str, str, str]:
    """What makes two questions the same: not the host, so that a recording can be moved."""
    compared = sorted(
        (name, str(each)) for name, each in query.items() if name not in _NOT_COMPARED
    )
    return method, urlsplit(url).path, urlencode(compared)
