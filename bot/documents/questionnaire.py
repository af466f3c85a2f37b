"""A questionnaire as the file it could have come from: to be changed, and sent again."""

from __future__ import annotations

from typing import Any

import yaml

from domain.surveys.questionnaire import Kind, Question, Questionnaire


def document(found: Questionnaire) -> bytes:
    """YAML that is read back as the same version."""
    content: dict[str, Any] = {
        "id": found.id,
        "title": found.title,
        "about": found.about,
        "audience": str(found.audience),
        "anonymous": found.anonymous,
        "breakdown": list(found.breakdown),
        "link": found.link,
        "blocks": dict(found.blocks),
        "questions": [_question(one) for one in found.questions],
    }
    written = yaml.safe_dump(_filled(content), allow_unicode=True, sort_keys=False, width=100)
    return written.encode()


def _question(one: Question) -> dict[str, Any]:
    texts = {name: getattr(one, name) for name in ("ask", "hint", "block", "low", "high")}
    content: dict[str, Any] = {"id": one.id, "kind": str(one.kind), **texts}
    if one.when:
        content["when"] = {one.when.item: list(one.when.is_any)}
    content["options"] = {option.id: option.label for option in one.options}
    content["rows"] = {row.id: row.label for row in one.rows}
    content["most"] = one.most
    content["unsure"] = one.unsure
    content = _filled(content)
    if one.required is (one.kind is Kind.TEXT):
        content["required"] = one.required
    if one.weight != 1:
        content["weight"] = one.weight
    return content


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    """What is written out; that a client's answers bear no name has to be said."""
    if content.get("audience") == "employees":
        content = {name: value for name, value in content.items() if name != "anonymous"}
    return {name: value for name, value in content.items() if value}
