"""A brand's pack, for people."""

from kolvet.model.brands import Brand, Target
from kolvet.report.display import Display


def render_brand(target: Target) -> str:
    """Names, then a line for each kind of alias, rivals, look-alikes; its children below."""
    return "\n\n".join(_one(brand) for brand in target.family)


def _one(brand: Brand) -> str:
    head = "  ".join(
        part
        for part in (brand.name, brand.english, brand.category, brand.parent, brand.as_of)
        if part
    )
    lines = [head]
    for alias in brand.aliases:
        words = "、".join((*alias.words, *(f"/{pattern}/" for pattern in alias.patterns)))
        extra = " ".join(part for part in (alias.role, alias.as_of) if part)
        mark = "?" if alias.ambiguous else ""
        lines.append(f"  {alias.kind}{mark}: {words}{f' ({extra})' if extra else ''}")
    parts = {
        "rivals": brand.rivals,
        "not when": (*brand.lookalike.phrases, *brand.lookalike.near),
        "when": brand.lookalike.support,
    }
    lines += [f"  {label}: {'、'.join(words)}" for label, words in parts.items() if words]
    return "\n".join(map(Display().safe, lines))
