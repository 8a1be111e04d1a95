"""Keep little memory that is not used."""

import ctypes
import sys

ARENAS = 2
_M_ARENA_MAX = -8  # malloc.h


def use_few_arenas() -> bool:
    """Have threads share their heaps, where the C library can (glibc); return whether it does.

    Each thread would get an arena of its own, up to eight a core, and keep what it once used. Call
    it before threads begin.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    return mallopt is not None and mallopt(_M_ARENA_MAX, ARENAS) == 1


def release_freed_memory() -> None:
    """Return freed memory to the system, where the C library can (glibc's `malloc_trim`).

    Building an index frees some hundred megabytes in small pieces, which the allocator would keep.
    """
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
