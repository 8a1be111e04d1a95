"""The set-up script: finds what is there, fetches what is not, and says what is wrong in a line."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from procedures_db.settings import ROOT

UV = """\
#!/bin/sh
echo "$*" >>"{calls}"
case "$1 $2" in
    --version*) echo 'uv 0.9.1 (test)' ;;
    'python find' | 'python install') echo 'error: dns error' >&2; exit 1 ;;
    sync*)
        {sync}
        project=${{*##*--project }}
        mkdir -p "$project/.venv/bin"
        printf '#!/bin/sh\\n' >"$project/.venv/bin/python"
        chmod +x "$project/.venv/bin/python"
        ;;
esac
"""
PIP = """\
#!/bin/sh
for word; do [ "$before" = --target ] && to=$word; before=$word; done
case "$*" in *'pip install'*) mkdir -p "$to/bin"; cp {made} "$to/bin/" ;; esac
"""
SYSTEM = [Path("/usr/bin"), Path("/usr/local/bin")]


class Checkout:
    """A copy of the scripts with two small projects, a made-up uv and made-up interpreters."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "thu tuc"
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.calls = folder / "calls"
        for path in (self.root / "bot" / "nlu", self.bin, self.home):
            path.mkdir(parents=True)
        shutil.copytree(ROOT / "scripts", self.root / "scripts")
        for project in (self.root, self.root / "bot" / "nlu"):
            (project / "uv.lock").write_text("locked")
            (project / "pyproject.toml").write_text("project")
        self.calls.touch()

    def program(self, path: Path, text: str = "#!/bin/sh\n") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path

    def add_uv(self, sync: str = "", folder: Path | None = None) -> None:
        self.program((folder or self.bin) / "uv", UV.format(calls=self.calls, sync=sync))

    def start(self, kind: str, *more_path: Path) -> "subprocess.Popen[str]":
        path = ":".join(map(str, [*more_path, self.bin, "/usr/bin", "/bin"]))
        return subprocess.Popen(
            [self.root / "scripts" / "bootstrap.sh", kind],
            env={"PATH": path, "HOME": str(self.home), "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def bootstrap(self, kind: str = "run", *more_path: Path) -> "subprocess.Popen[str]":
        """Run to the end; `output` and `error` of the result are what it said."""
        process = self.start(kind, *more_path)
        self.output, self.error = process.communicate(timeout=30)
        return process

    def syncs(self) -> list[str]:
        return [call for call in self.calls.read_text().splitlines() if call.startswith("sync")]


@pytest.fixture
def bare(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def checkout(bare: Checkout) -> Checkout:
    bare.add_uv()
    bare.program(bare.bin / "python3.12")
    bare.program(bare.bin / "python3.10")
    return bare


def test_first_start_makes_both_environments_as_locked(checkout: Checkout) -> None:
    assert checkout.bootstrap().returncode == 0

    app, engine = checkout.syncs()
    assert "--frozen --no-dev" in app
    assert f"--python {checkout.bin}/python3.12 --project {checkout.root}/." in app
    assert f"--python {checkout.bin}/python3.10 --project {checkout.root}/bot/nlu" in engine
    assert "Cài môi trường" in checkout.output


def test_second_start_calls_nothing_and_says_nothing(checkout: Checkout) -> None:
    checkout.bootstrap()
    before = checkout.calls.read_text()

    assert checkout.bootstrap().returncode == 0
    assert checkout.calls.read_text() == before
    assert (checkout.output, checkout.error) == ("", "")


def test_only_the_environment_whose_lock_changed_is_made_again(checkout: Checkout) -> None:
    checkout.bootstrap()
    (checkout.root / "bot" / "nlu" / "uv.lock").write_text("locked anew")
    checkout.bootstrap()

    assert len(checkout.syncs()) == 3
    assert checkout.syncs()[-1].endswith("bot/nlu")


def test_moved_checkout_is_made_again(checkout: Checkout) -> None:
    checkout.bootstrap()
    checkout.root = checkout.root.rename(checkout.root.with_name("elsewhere"))
    checkout.bootstrap()

    assert len(checkout.syncs()) == 4


def test_environment_whose_interpreter_is_gone_is_made_again(checkout: Checkout) -> None:
    checkout.bootstrap()
    (checkout.root / ".venv" / "bin" / "python").unlink()
    checkout.bootstrap()

    assert len(checkout.syncs()) == 3


def test_tests_get_their_tools_and_the_service_leaves_them(checkout: Checkout) -> None:
    checkout.bootstrap("run")
    checkout.bootstrap("dev")
    checkout.bootstrap("run")

    assert ["--no-dev" in call for call in checkout.syncs()] == [True, True, False, False]


def test_application_takes_python_311_where_there_is_no_312(checkout: Checkout) -> None:
    if any((folder / "python3.12").exists() for folder in SYSTEM):
        pytest.skip("this system has a Python 3.12 of its own")
    (checkout.bin / "python3.12").rename(checkout.bin / "python3.11")
    checkout.bootstrap()

    assert "/bin/python3.11" in checkout.syncs()[0]


def test_interpreters_behind_pyenvs_shims_are_used(bare: Checkout) -> None:
    bare.add_uv()
    pyenv = bare.home.parent / "pyenv"
    for version in ("3.10", "3.12"):
        bare.program(pyenv / "shims" / f"python{version}", "#!/bin/sh\nexit 127\n")
    old = bare.program(pyenv / "versions/3.10.4/bin/python3.10")
    new = bare.program(pyenv / "versions/3.10.13/bin/python3.10")
    app = bare.program(pyenv / "versions/3.12.1/bin/python3.12")
    bare.program(pyenv / "versions/3.12.9/bin/python3.12", "#!/bin/sh\nexit 1\n")
    bare.program(pyenv / "shims" / "uv", "#!/bin/sh\nexit 127\n")

    assert bare.bootstrap("run", pyenv / "shims").returncode == 0
    assert f"--python {app} " in bare.syncs()[0]
    assert f"--python {new} " in bare.syncs()[1]
    assert str(old) not in bare.calls.read_text()


def test_uv_is_installed_with_pip_where_it_is_absent(bare: Checkout, tmp_path: Path) -> None:
    if any((folder / "uv").exists() for folder in SYSTEM):
        pytest.skip("this system has a uv of its own")
    bare.add_uv(folder=tmp_path / "made")
    bare.program(bare.bin / "python3", PIP.format(made=tmp_path / "made" / "uv"))
    bare.program(bare.bin / "python3.12")
    bare.program(bare.bin / "python3.10")

    assert bare.bootstrap().returncode == 0
    assert (bare.root / ".tools" / "bin" / "uv").exists()
    assert len(bare.syncs()) == 2


def told(checkout: Checkout, process: "subprocess.Popen[str]") -> str:
    """Return the one line in which the script says why it stopped."""
    assert process.returncode == 1
    (line,) = checkout.error.splitlines()
    assert line.startswith("Lỗi: ")
    return line


def test_missing_python_is_one_clear_line_before_anything_is_installed(checkout: Checkout) -> None:
    if any((folder / "python3.10").exists() for folder in SYSTEM):
        pytest.skip("this system has a Python 3.10 of its own")
    (checkout.bin / "python3.10").unlink()

    assert "Không có Python 3.10" in told(checkout, checkout.bootstrap())
    assert checkout.syncs() == []


@pytest.mark.parametrize(
    ("trouble", "line"),
    [
        ("error sending request for url", "Không tải được phần mềm"),
        ("No space left on device (os error 28)", "Ổ đĩa đã đầy"),
        ("something else", "Không cài được môi trường Python"),
    ],
)
def test_failure_is_one_clear_line_and_the_next_start_tries_again(
    checkout: Checkout, trouble: str, line: str
) -> None:
    checkout.add_uv(sync=f"echo '{trouble}' >&2; exit 2")
    assert line in told(checkout, checkout.bootstrap())

    checkout.add_uv()
    assert checkout.bootstrap().returncode == 0


def test_small_disk_is_told_before_anything_is_fetched(checkout: Checkout) -> None:
    df = "#!/bin/sh\necho head; echo /dev/x 100 50 50 50% /\n"
    checkout.program(checkout.bin / "df", df)

    assert "không đủ chỗ" in told(checkout, checkout.bootstrap())
    assert checkout.calls.read_text() == ""


def test_interrupt_stops_the_installer_too(checkout: Checkout, tmp_path: Path) -> None:
    checkout.add_uv(sync=f"echo $$ >{tmp_path}/pid; exec sleep 30")
    process = checkout.start("run")
    deadline = time.monotonic() + 10
    while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=10)

    assert process.returncode == 130
    assert error.strip().startswith("Đã dừng")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize("script", ["scripts/bootstrap.sh", "scripts/test.sh", ".ci/run"])
def test_scripts_are_programs_and_their_shell_reads_them(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["sh", "-n", ROOT / script], check=True)


def test_make_explains_its_targets() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    for target in ("run", "setup", "test", "lint", "bench", "eval", "train", "clean"):
        assert f"make {target} " in said.stdout
