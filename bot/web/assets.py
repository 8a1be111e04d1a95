"""Static files under addresses that change with their content, so that browsers may keep them."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self

CONTENT_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
_COMPRESSIBLE = {".css", ".js", ".svg", ".txt"}
_CSS_URL = re.compile(r"""url\("(?P<name>[^":]+)"\)""")


@dataclass(frozen=True)
class Asset:
    """One file, ready to be sent."""

    name: str
    digest: str
    content_type: str
    body: bytes
    gzipped: bytes | None

    @classmethod
    def of(cls, name: str, body: bytes) -> Self:
        """Return the file with its hash, and compressed if that helps."""
        suffix = PurePosixPath(name).suffix
        return cls(
            name=name,
            digest=hashlib.sha256(body).hexdigest()[:12],
            content_type=CONTENT_TYPES[suffix],
            body=body,
            gzipped=gzip.compress(body, mtime=0) if suffix in _COMPRESSIBLE else None,
        )

    @property
    def for_other_sites(self) -> bool:
        """Whether pages of other sites may load it: it belongs to the widget."""
        return self.name.startswith("widget/")


class Assets:
    """All static files of one folder, in memory.

    Stylesheets name other files relative to the folder (`url("fonts/a.woff2")`); these become
    addresses with the content hash too.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self._prefix = prefix
        self._assets: dict[str, Asset] = {}
        files = sorted(path for path in folder.rglob("*") if path.suffix in CONTENT_TYPES)
        for path in sorted(files, key=lambda path: path.suffix == ".css"):
            self._add(path.relative_to(folder).as_posix(), path)

    def __getitem__(self, name: str) -> Asset:
        return self._assets[name]

    @property
    def version(self) -> str:
        """A name for the state of all files."""
        every = "".join(asset.digest for asset in self._assets.values())
        return hashlib.sha256(every.encode()).hexdigest()[:12]

    def get(self, name: str) -> Asset | None:
        """Return the file with this name."""
        return self._assets.get(name)

    def url(self, name: str) -> str:
        """Return the address of a file; a name that does not exist is a KeyError."""
        return f"{self._prefix}/{self._assets[name].digest}/{name}"

    def _add(self, name: str, path: Path) -> None:
        body = path.read_bytes()
        if path.suffix == ".css":
            text = body.decode()
            body = _CSS_URL.sub(lambda match: f'url("{self.url(match["name"])}")', text).encode()
        self._assets[name] = Asset.of(name, body)
