"""The console's static files under addresses that change with their content."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
_CSS_URL = re.compile(r"""url\("(?P<name>[^":]+)"\)""")


@dataclass(frozen=True)
class Asset:
    """One file, ready to be sent."""

    digest: str
    content_type: str
    body: bytes


class Assets:
    """All static files of some folders, in memory; `url("fonts/a.woff2")` in a stylesheet too."""

    def __init__(self, folders: Sequence[Path], prefix: str) -> None:
        self._prefix = prefix
        self._assets: dict[str, Asset] = {}
        files = [
            (path.relative_to(folder).as_posix(), path)
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.suffix in _TYPES
        ]
        for name, path in sorted(files, key=lambda file: file[0].endswith(".css")):
            body = path.read_bytes()
            if path.suffix == ".css":
                body = _CSS_URL.sub(self._hashed, body.decode()).encode()
            digest = hashlib.sha256(body).hexdigest()[:12]
            self._assets[name] = Asset(digest, _TYPES[path.suffix], body)

    def get(self, name: str) -> Asset | None:
        """Return the file with this name."""
        return self._assets.get(name)

    def url(self, name: str) -> str:
        """Return the address of a file; a name that does not exist is a KeyError."""
        return f"{self._prefix}/{self._assets[name].digest}/{name}"

    def _hashed(self, match: re.Match[str]) -> str:
        return f'url("{self.url(match["name"])}")'
