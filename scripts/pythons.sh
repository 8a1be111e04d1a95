# Find interpreters that really run. pyenv's shims start nothing unless the version is chosen, and
# uv stumbles over them, so the interpreters behind them are named by their own path.
# shellcheck shell=sh disable=SC2153

runs_as() {  # runs_as PYTHON VERSION: it starts, is that version, and has what we use compiled in
    "$1" -I -c "
import ctypes, sqlite3, ssl, sys, zlib
sys.exit('%d.%d' % sys.version_info[:2] != '$2')" >/dev/null 2>&1 </dev/null
}

folders_of_path() {  # PATH's folders without pyenv's shims and without our own environments
    printf '%s\n' "$PATH" | tr ':' '\n' | grep -v -e '/shims/*$' -e "^$ROOT/" -e '^$'
}

pyenv_roots() {
    printf '%s\n' "${PYENV_ROOT:-}" "${HOME:-}/.pyenv"
    printf '%s\n' "$PATH" | tr ':' '\n' | sed -n 's|/shims/*$||p'
}

interpreters() {  # interpreters VERSION: paths where one may lie, one a line, best first
    pyenv_roots | while IFS= read -r root; do
        [ -n "$root" ] || continue
        for found in "$root/versions/$1".*/bin/"python$1"; do
            [ -x "$found" ] && printf '%s\n' "$found"
        done
    done | sort -rV | uniq
    { folders_of_path; printf '%s\n' /usr/local/bin /usr/bin; } | while IFS= read -r folder; do
        [ -x "$folder/python$1" ] && printf '%s\n' "$folder/python$1"
    done
    find_fetched_python "$1"
}

find_python() {  # prints the first interpreter of VERSION that runs
    interpreters "$1" | while IFS= read -r found; do
        runs_as "$found" "$1" && { printf '%s' "$found"; break; }
    done | grep .
}

find_fetched_python() {  # prints uv's own interpreter of VERSION, if it has fetched one
    [ -n "$UV" ] || return 1
    UV_PYTHON_PREFERENCE=only-managed UV_PYTHON_DOWNLOADS=never "$UV" python find "$1" 2>/dev/null
}

find_any_python() {  # prints any Python 3 that runs, to install uv with
    for found in python3 /usr/bin/python3 /usr/local/bin/python3 python; do
        "$found" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 &&
            { command -v "$found"; return 0; }
    done
    for version in 3.12 3.11 3.10 3.13; do
        interpreters "$version" 2>/dev/null | head -n 1 | grep . && return 0
    done
    return 1
}
