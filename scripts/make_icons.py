"""Draw the PNG icons of the page from bot/web/static/icon.svg, with the tests' Chromium.

Run it after the picture has changed: `.venv/bin/python scripts/make_icons.py`.
"""

import os
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parent.parent / "bot" / "web" / "static"
PAPER = "#faf7f1"
PICTURES = (  # name, size, part of the square that the picture takes, colour behind it
    ("icon-180.png", 180, 0.78, PAPER),
    ("icon-192.png", 192, 1.0, "transparent"),
    ("icon-512.png", 512, 1.0, "transparent"),
    ("icon-maskable-512.png", 512, 0.58, PAPER),
)


def main() -> None:
    """Write the files beside the picture."""
    picture = b64encode((STATIC / "icon.svg").read_bytes()).decode()
    chromium = os.environ.get("THUTUC_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, size, share, behind in PICTURES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(
                f"<body style='margin:0;height:100vh;display:grid;place-items:center;"
                f"background:{behind}'>"
                f"<img src='data:image/svg+xml;base64,{picture}' width={round(size * share)}>"
            )
            page.wait_for_function("document.images[0].complete")
            page.screenshot(path=STATIC / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
