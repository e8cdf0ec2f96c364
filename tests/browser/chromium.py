"""Chromium without a window, spoken to over two pipes: no port, no driver, standard library only.

Protocol: Chrome DevTools Protocol with `--remote-debugging-pipe`: JSON messages that end in NUL,
to the browser's file descriptor 3 and from its 4.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
SECONDS = 60
_INTO_3_AND_4 = """
import os, sys
reads, writes = int(sys.argv[1]), int(sys.argv[2])
# Three times: then the copies are certainly neither 3 nor 4, which may be in use already.
reads, writes = os.dup(os.dup(os.dup(reads))), os.dup(os.dup(os.dup(writes)))
os.dup2(reads, 3)
os.dup2(writes, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


def find_browser() -> str | None:
    """Where a Chromium is installed, if anywhere."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One Chromium with one page."""

    def __init__(self, path: str, profile: Path) -> None:
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        command = [path, *SWITCHES, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _INTO_3_AND_4, str(to_read), str(to_write), *command],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.events: list[dict] = []
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(item["targetId"] for item in targets if item["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        """End this browser, and only this one."""
        self._process.terminate()
        self._process.wait(SECONDS)
        os.close(self._to)
        os.close(self._from)

    def call(self, method: str, **parameters: object) -> dict:
        """Send one command and wait for its answer; events on the way are kept."""
        self._number += 1
        message: dict = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer = self._until(lambda found: found.get("id") == self._number, method)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _until(self, wanted: Callable[[dict], bool], what: str) -> dict:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            while b"\0" in self._buffer:
                raw, _, self._buffer = self._buffer.partition(b"\0")
                found = json.loads(raw)
                if "method" in found:
                    self.events.append(found)
                if wanted(found):
                    return found
            if select.select([self._from], [], [], 1)[0]:
                read = os.read(self._from, 1 << 16)
                if not read:
                    break
                self._buffer += read
        raise TimeoutError(f"no answer to {what}")

    def open(self, path: Path, *, width: int, height: int = 900, **features: str) -> None:
        """Load a file at a width, with media features (`prefers_color_scheme="dark"`)."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        wanted = [{"name": key.replace("_", "-"), "value": item} for key, item in features.items()]
        self.call("Emulation.setEmulatedMedia", features=wanted)
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        self._until(lambda found: found.get("method") == "Page.loadEventFired", "load")

    def evaluate(self, script: str) -> object:
        """What a script gives; it runs beside the page's own policy."""
        done = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in done:
            raise RuntimeError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def complaints(self) -> list[str]:
        """What the console says of the page: errors, blocked content."""
        logged = [item["params"] for item in self.events if item["method"] == "Log.entryAdded"]
        thrown = [item for item in self.events if item["method"] == "Runtime.exceptionThrown"]
        said = [item for item in self.events if item["method"] == "Runtime.consoleAPICalled"]
        return [item["entry"]["text"] for item in logged] + list(map(str, [*thrown, *said]))

    def requests(self) -> list[str]:
        """Addresses that were asked for, the file itself included; not what a policy blocked."""
        blocked = {
            item["params"]["requestId"]
            for item in self.events
            if item["method"] == "Network.loadingFailed" and item["params"].get("blockedReason")
        }
        return [
            item["params"]["request"]["url"]
            for item in self.events
            if item["method"] == "Network.requestWillBeSent"
            and item["params"]["requestId"] not in blocked
        ]

    def screenshot(self, path: Path) -> None:
        """The whole page as a picture."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def pdf(self, path: Path) -> None:
        """The page as it prints on A4."""
        made = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        path.write_bytes(base64.b64decode(made["data"]))
