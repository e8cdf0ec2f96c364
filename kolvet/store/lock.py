"""Only one fetch at a time into one database: two would ask the platform everything twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kolvet.errors import StoreError


@contextmanager
def only_fetch(path: Path) -> Iterator[None]:
    """Hold the lock beside the database; the system lets go of it when the process ends.

    Raises:
        StoreError: Another process holds it.
    """
    from filelock import FileLock, Timeout  # 18 ms that only a fetch has to pay

    lock = FileLock(f"{path}.fetching", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError("store.fetching", path=path) from error
    except OSError as error:
        raise StoreError("store.read_only", path=path) from error
    try:
        yield
    finally:
        lock.release()
