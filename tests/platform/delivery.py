"""What happens to an answer on its way: packed, mislabelled, slow, cut off, without an end."""

import gzip
import socket
import struct
import zlib
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler
from threading import Event

from tests.platform.exchange import Answer
from tests.platform.faults import Fault

BOMB = 200 * 1024 * 1024
HUGE = 50 * 1024 * 1024
_PIECE = 64 * 1024


@cache
def bomb() -> bytes:
    """A small body that unpacks to 200 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b" " * (1024 * 1024)
    packed = [packer.compress(piece) for _ in range(BOMB // len(piece))]
    return b"".join([*packed, packer.flush()])


def dressed(answer: Answer, names: frozenset[str]) -> Answer:
    """The answer with its packing and label changed."""
    if "gbk-body" in names:
        text = answer.body.decode().replace('encoding="UTF-8"', 'encoding="GBK"')
        answer = replace(answer, body=text.encode("gb18030"))
        answer = replace(answer, content_type=_labelled(answer.content_type, "gbk"))
    if "wrong-charset" in names:
        answer = replace(answer, content_type=_labelled(answer.content_type, "iso-8859-1"))
    if "wrong-charset-gbk" in names:
        answer = replace(answer, content_type=_labelled(answer.content_type, "gbk"))
    packed = (*answer.headers, ("Content-Encoding", "gzip"))
    if "gzip-bomb" in names:
        return replace(answer, body=bomb(), headers=packed)
    if "gzip" in names:
        return replace(answer, body=gzip.compress(answer.body, 6), headers=packed)
    return answer


def _labelled(content_type: str, charset: str) -> str:
    return f"{content_type.partition(';')[0]}; charset={charset}"


def deliver(
    handler: BaseHTTPRequestHandler, answer: Answer, faults: list[Fault], closing: Event
) -> int:
    """Send an answer as the faults will have it; gives the status, 0 if there was none.

    Returns early once `closing` is set.
    """
    by_name = {fault.name: fault for fault in faults}
    answer = dressed(answer, frozenset(by_name))
    if slow := by_name.get("slow"):
        closing.wait(1.0 if slow.seconds is None else slow.seconds)
    if "drop-early" in by_name:
        linger = struct.pack("ii", 1, 0)  # a reset instead of an orderly end
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.close_connection = True
        return 0
    if "drop" in by_name:
        _head(handler, answer, {"Content-Length": str(len(answer.body))})
        handler.wfile.write(answer.body[: len(answer.body) // 2])
        handler.close_connection = True
    elif "drop-silent" in by_name:
        _head(handler, answer, {"Connection": "close"})
        handler.wfile.write(answer.body[: len(answer.body) // 2])
        handler.close_connection = True
    elif dribble := by_name.get("dribble"):
        _dribble(handler, answer, closing, 0.05 if dribble.seconds is None else dribble.seconds)
    elif "huge" in by_name or "huge-chunked" in by_name:
        _huge(handler, answer, chunked="huge-chunked" in by_name, closing=closing)
    else:
        without = answer.status in {204, 304}
        _head(handler, answer, {} if without else {"Content-Length": str(len(answer.body))})
        handler.wfile.write(answer.body)
    return answer.status


def _head(handler: BaseHTTPRequestHandler, answer: Answer, more: dict[str, str]) -> None:
    handler.send_response_only(answer.status)
    handler.send_header("Date", handler.date_time_string())
    if answer.content_type:
        handler.send_header("Content-Type", answer.content_type)
    for name, value in (*answer.headers, *more.items()):
        handler.send_header(name, value)
    handler.end_headers()


def _dribble(
    handler: BaseHTTPRequestHandler, answer: Answer, closing: Event, seconds: float
) -> None:
    """The body byte by byte, then blanks, and never an end."""
    _head(handler, answer, {"Transfer-Encoding": "chunked"})
    handler.close_connection = True
    for byte in answer.body:
        handler.wfile.write(b"1\r\n" + bytes([byte]) + b"\r\n")
        handler.wfile.flush()
        if closing.wait(seconds):
            return
    while not closing.wait(seconds):
        handler.wfile.write(b"1\r\n \r\n")
        handler.wfile.flush()


def _huge(
    handler: BaseHTTPRequestHandler, answer: Answer, *, chunked: bool, closing: Event
) -> None:
    """The answer, then blanks up to 50 MB, which is valid JSON."""
    body, left = answer.body, HUGE - len(answer.body)
    length = {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(HUGE)}
    _head(handler, answer, length)
    pieces = [body] + [b" " * _PIECE] * (left // _PIECE) + [b" " * (left % _PIECE)]
    for piece in pieces:
        if closing.is_set():
            handler.close_connection = True
            return
        if piece:
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
    if chunked:
        handler.wfile.write(b"0\r\n\r\n")
