"""/docs: the public calls, rendered from the OpenAPI description; the stock page loads scripts from other hosts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.templating import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Call:
    """One operation as the page lists it."""

    method: str
    path: str
    summary: str
    parameters: list[tuple[str, str, bool]]
    body: str
    statuses: list[str]


def calls(schema: dict[str, Any]) -> dict[str, list[Call]]:
    """Return the operations by tag, in the order of the schema."""
    grouped: dict[str, list[Call]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            grouped.setdefault(operation.get("tags", ["其他"])[0], []).append(_call(method, path, operation))
    return grouped


def _call(method: str, path: str, operation: dict[str, Any]) -> Call:
    content = operation.get("requestBody", {}).get("content", {})
    body = next((kind["schema"].get("$ref", "").rpartition("/")[2] for kind in content.values()), "")
    return Call(
        method=method.upper(),
        path=path,
        summary=operation.get("description") or operation.get("summary", ""),
        parameters=[(p["name"], p["in"], p.get("required", False)) for p in operation.get("parameters", [])],
        body=body,
        statuses=list(operation.get("responses", {})),
    )


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    schema = request.app.openapi()
    return page(request, "docs.html", groups=calls(schema), schemas=schema.get("components", {}).get("schemas", {}))
