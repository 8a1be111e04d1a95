"""Give memory that is no longer used back to the system."""

import ctypes
import sys


def release_freed_memory() -> None:
    """Return freed memory to the system, where the C library can (glibc's `malloc_trim`).

    Building an index frees some hundred megabytes in small pieces, which the allocator would keep.
    """
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
