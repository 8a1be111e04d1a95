"""The allocator is told once, in a process of its own, and obeys where it is glibc's."""

import platform
import subprocess
import sys

_THREADS = """
import threading
from pathlib import Path
from procedures_db.search.memory import ARENAS, use_few_arenas

said = use_few_arenas()
hold, wait = [], threading.Event()

def work():
    hold.append([bytes(2000) for _ in range(2000)])
    wait.wait()

threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads:
    thread.start()
while len(hold) < 12:
    pass
heaps = sum(
    line.split()[1].startswith("rw") and int(line.split("-")[0], 16) % (64 << 20) == 0
    for line in Path("/proc/self/maps").read_text().splitlines()
    if len(line.split()) == 5
)
wait.set()
print(said, heaps)
"""


def test_many_threads_share_few_heaps() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _THREADS], capture_output=True, text=True, check=True
    )
    said, heaps = done.stdout.split()

    if platform.libc_ver()[0] == "glibc":
        assert said == "True"
        assert int(heaps) <= 2  # arenas beside the main one begin at multiples of 64 MB
    else:
        assert said == "False"
