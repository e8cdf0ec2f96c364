"""What was seen of him, of what there is, and how sure the engine is."""

from kolvet.model.report import Coverage, JudgeInUse, Report
from kolvet.report.page import Page
from kolvet.report.wording import count, day, percent, platform_name, say

HIDDEN = "KV501"


def add_coverage(page: Page, report: Report) -> None:
    """What was seen, of what there is, and how sure the engine is."""
    page.heading(say("coverage"))
    page.rows([[page.text(label, "bold"), value] for label, value in coverage_rows(report)])


def coverage_rows(report: Report) -> list[tuple[str, str]]:
    """Labels and values of the coverage, in the order in which they are shown."""
    coverage = report.coverage
    rows = [("seen", _seen(coverage))]
    if coverage.posts_seen:
        rows += _posts_read(coverage)
    rows += [
        ("rejected", say("coverage_rejected_value", number=coverage.rejected_rows)),
        ("hidden", _hidden(report)),
        ("comments", say("coverage_comments_value", number=coverage.comments)),
        ("engine", _engine(report)),
        ("brand", _brand(report)),
    ]
    if report.judge:
        rows.append(("judge", _judge(report.judge)))
    rows += [("names", name) for name in _other_names(report)] + _accounts(report)
    return [(say(f"coverage_{key}"), value) for key, value in rows]


def _hidden(report: Report) -> str:
    """What KV501 found of the history's shape; without a finding nobody knows."""
    found = [item.message for item in report.findings if item.rule == HIDDEN]
    return found[0] if found else say("coverage_hidden_value")


def _posts_read(coverage: Coverage) -> list[tuple[str, str]]:
    own = say("coverage_own_value", own=coverage.own_word_posts, brand=coverage.brand_posts)
    return [
        ("own", own),
        ("span", _span(coverage)),
        ("kinds", _kinds(coverage)),
        ("platforms", _platforms(coverage)),
        ("unreviewed", say("coverage_unreviewed_value", number=coverage.unreviewed)),
    ]


def _seen(coverage: Coverage) -> str:
    if coverage.declared is None:
        return say("coverage_seen_only", seen=coverage.posts_seen)
    return say(
        "coverage_seen_of",
        seen=coverage.posts_seen,
        declared=coverage.declared,
        percent=percent(coverage.ratio),
    )


def _span(coverage: Coverage) -> str:
    if coverage.first is None or coverage.last is None:
        return say("coverage_span_none")
    values = {"first": day(coverage.first), "last": day(coverage.last)}
    if coverage.longest_gap_days is None:
        return say("coverage_span_value", **values)
    return say("coverage_span_gap", days=coverage.longest_gap_days, **values)


def _kinds(coverage: Coverage) -> str:
    return say(
        "coverage_kinds_value",
        reposts=coverage.reposts,
        truncated=coverage.truncated,
        edited=coverage.edited,
        deleted=coverage.deleted,
        undated=coverage.undated,
    )


def _platforms(coverage: Coverage) -> str:
    names = [platform_name(platform) for platform in coverage.platforms]
    return "  ".join(names)


def _engine(report: Report) -> str:
    engine = report.engine
    name = engine.version if engine.name in engine.version else f"{engine.name} {engine.version}"
    if engine.accuracy is None:
        return say("engine_unmeasured", name=name)
    return say(
        "engine_measured",
        name=name,
        percent=percent(engine.accuracy),
        number="?" if engine.accuracy_n is None else engine.accuracy_n,
    )


def _judge(judge: JudgeInUse) -> str:
    """How much the language model read, and what came of it."""
    parts = [say("judge_read", model=judge.model, read=judge.read, eligible=judge.eligible)]
    counts = {
        "disagreed": judge.disagreed,
        "unparsed": judge.unparsed,
        "not_about": judge.not_about,
        "left_over": judge.left_over,
        "not_asked": judge.not_asked,
        "injections": judge.injections,
    }
    always = {"disagreed", "unparsed"}
    parts += [
        say(f"judge_{name}", number=number)
        for name, number in counts.items()
        if number or name in always
    ]
    return "  ".join(parts)


def _brand(report: Report) -> str:
    brand = report.brand
    if not brand.packed:
        return say("brand_unpacked", name=brand.name)
    parts = [brand.name]
    if brand.as_of:
        parts.append(say("brand_as_of", day=brand.as_of))
    if brand.children:
        parts.append(say("brand_children", children=", ".join(brand.children)))
    return "  ".join(parts)


def _other_names(report: Report) -> list[str]:
    """One line with all other names; none when there are none."""
    others = [name for name in report.blogger.names if name != report.blogger.name]
    return ["  ".join(others)] if others else []


def _accounts(report: Report) -> list[tuple[str, str]]:
    """One row an account, so that a reader can tell whose history this is."""
    rows = []
    for account in report.blogger.accounts:
        followers = (
            say("account_unknown")
            if account.followers is None
            else say("account_followers", number=count(account.followers))
        )
        name = platform_name(account.platform)
        parts = (name, account.name, account.native_id, followers)
        rows.append(("account", "  ".join(part for part in parts if part)))
    return rows
