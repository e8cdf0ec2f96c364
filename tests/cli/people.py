"""What the tests of people's commands share: a checked blogger, and his report.

`report` is the JSON of CHECK before anybody said anything.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

BLOGGER = "样例毒舌阿北"
CHECK = ("check", BLOGGER, "--brand", "小米", "--as-of", "2026-01-04", "--engine", "fast")


@dataclass
class Desk:
    """One database, and the command line on it."""

    run: object
    path: Path
    report: dict

    def __call__(self, *arguments, **more):
        return self.run(*arguments, "--db", self.path, **more)

    def check(self, *more, code=None):
        """The JSON report of a check."""
        done = self(*CHECK, *more, "--json")
        assert done.stdout, done.stderr
        report = json.loads(done.stdout)
        assert done.returncode == report["verdict"]["exit_code"], done.stderr
        if code is not None:
            assert done.returncode == code
        return report

    def sql(self, statement, *values):
        """Change or read the database behind kolvet's back."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            return connection.execute(statement, values).fetchall()

    def answer(self, run, tmp_path, *rows, name="answers.csv"):
        """Review a run with a batch file of rows "E1,confirm"."""
        path = tmp_path / name
        lines = [
            "evidence,action,reason,by",
            *(f"{row},{'理由' if row else ''},陈" for row in rows),
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self("review", run, "--batch", path)

    def confirm_all(self, tmp_path):
        """Confirm decisive quotes until none is open; gives the final report."""
        report = self.report
        for _ in range(5):
            if not report["verdict"]["provisional"]:
                return report
            rows = [f"{number},confirm" for number in report["decisive"]]
            done = self.answer(report["run"]["id"], tmp_path, *rows)
            assert done.returncode == 0, done.stderr
            report = self.check()
        raise AssertionError("still provisional")
