"""A browser for the tests: finds Chromium on this machine and opens the sandbox's page in it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome; None leaves the choice to playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A running browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=_FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(
    browser: Browser, url: str, *, width: int = 1366, height: int = 768, theme: str = "light"
) -> AsyncIterator[Page]:
    """The sandbox's page, loaded, as somebody sees it who was never there; what its scripts complain of is an error."""
    complaints: list[str] = []
    page = await browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        yield page
    finally:
        await page.close()
    assert not complaints, complaints
