"""A person in front of a browser window, and what their browser complained about meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.server import PASSWORD

SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
COLOURS = 160  # of a kept picture: a third of the size, and no eye sees it on flat pages
WIDTHS = {360: 740, 768: 900, 1280: 900}  # px, with the height of the window
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Visitor:
    """*complaints* are console messages and failed scripts, *elsewhere* requests to other hosts."""

    home: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.home + path)
        return self.page

    def sign_in(self, name: str, path: str) -> Page:
        self.open(f"/sign-in?next={path}")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        self.page.wait_for_url(f"**{path}")
        return self.page

    def overflow(self) -> int:
        """Pixels the page is wider than the window."""
        return self.page.evaluate(OVERFLOW)

    def forgive(self, words: str) -> None:
        """Drop the complaint a test provoked on purpose."""
        self.complaints[:] = [each for each in self.complaints if words not in each]

    def shoot(self, name: str) -> None:
        """Keep a picture of the window for README."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")
        taken = Image.open(BytesIO(self.page.screenshot())).convert("RGB")
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(SCREENSHOTS / f"{name}.png", optimize=True)


def visit(browser: Browser, home: str, *, width: int = 1280, height: int | None = None, touch: bool = False) -> Visitor:
    context = browser.new_context(
        viewport={"width": width, "height": height or WIDTHS[width]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=touch,
    )
    visitor = Visitor(home, context, context.new_page())
    host = urlsplit(home).netloc

    def asked(request):
        if urlsplit(request.url).scheme in ("http", "https", "ws", "wss") and urlsplit(request.url).netloc != host:
            visitor.elsewhere.append(request.url)

    context.on("request", asked)
    context.on("console", lambda message: _note(visitor, message))
    context.on("weberror", lambda error: visitor.complaints.append(str(error.error)))
    return visitor


def _note(visitor: Visitor, message) -> None:
    if message.type in ("error", "warning"):
        visitor.complaints.append(message.text)
