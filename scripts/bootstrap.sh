#!/bin/sh
# Make both locked Python environments ready: .venv (application) and bot/nlu/.venv (engine).
#
#   scripts/bootstrap.sh run    what the service needs
#   scripts/bootstrap.sh dev    the same, and what tests and checks need
#
# A stamp in each environment says what it was made from; when both fit, nothing is started and
# this takes some hundredths of a second. All output of the tools goes to var/log/setup.log.
set -u

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
KIND=${1:-run}
LOG=$ROOT/var/log/setup.log
UV_WANTED='uv>=0.8,<1'
UV_OLDEST_MINOR=5  # the oldest uv 0.x that reads our lock files
NEEDED_MB=800       # for each environment that is not there yet
UV=''

. "$ROOT/scripts/messages.sh"
. "$ROOT/scripts/pythons.sh"

case $KIND in run | dev) ;; *) fail "$M_USAGE" ;; esac

stamp_of() {  # what an environment of project $1 should be made from
    printf '%s ' "$ROOT"
    cat "$ROOT/$1/uv.lock" "$ROOT/$1/pyproject.toml" | cksum
}

kind_to_make() {  # prints the kind that project $1 still needs, nothing when it is ready
    environment=$ROOT/$1/.venv
    have=''
    [ ! -x "$environment/bin/pytest" ] || have=dev  # made by hand with the tests' tools
    if [ -f "$environment/.made-from" ] && "$environment/bin/python" -I -S -c '' 2>/dev/null; then
        have=$(cat "$environment/.made-from")
    fi
    case $have in
        "dev $(stamp_of "$1")") ;;
        "run $(stamp_of "$1")") [ "$KIND" = run ] || echo dev ;;
        dev*) echo dev ;;  # never take the tests' tools away again
        *) echo "$KIND" ;;
    esac
}

watch() {  # watch TEXT COMMAND…: run it, output to the log, seconds counted on the screen
    text=$1
    shift
    printf '\n== %s\n' "$*" >>"$LOG" || fail "$M_DISK_FULL"
    began=$(date +%s)
    "$@" >>"$LOG" 2>&1 </dev/null &
    child=$!
    [ -t 1 ] || printf '%s\n' "$text"
    while kill -0 "$child" 2>/dev/null; do
        [ -t 1 ] && printf '\r\033[K%s  %s' "$text" "$(seconds_since "$began")"
        sleep 0.2
    done
    wait "$child"
    code=$?
    child=''
    [ -t 1 ] && printf '\r\033[K'
    [ "$code" -ne 0 ] || printf '%s  %s.\n' "${text%…}" "$(seconds_since "$began")"
    return "$code"
}

seconds_since() {
    printf '%s giây' "$(($(date +%s) - $1))"
}

stop() {
    [ -z "${child:-}" ] || { kill "$child" 2>/dev/null; wait "$child" 2>/dev/null; }
    printf '\n%s\n' "$M_STOPPED" >&2
    exit 130
}

explain_failure() {  # fail with the reason found in the log's last step, else with $1
    last=$(awk '/^== /{step=""} {step = step "\n" $0} END{print step}' "$LOG")
    case $last in
        *'No space left'* | *'os error 28'* | *ENOSPC*) fail "$M_DISK_FULL" ;;
        *'error sending request'* | *'dns error'* | *'Failed to fetch'* | *'Failed to download'* | \
        *'NewConnectionError'* | *'ConnectTimeout'* | *'ProxyError'* | *'Connection refused'* | \
        *'Network is unreachable'* | *'name resolution'* | *'No matching distribution'*)
            fail "$M_NO_NETWORK" ;;
    esac
    fail "$1"
}

check_disk() {
    needed=0
    for project in . bot/nlu; do
        [ -d "$ROOT/$project/.venv" ] || needed=$((needed + NEEDED_MB))
    done
    free=$(df -Pm "$ROOT" 2>/dev/null | awk 'NR == 2 {print $4}')
    case $free in
        '' | *[!0-9]*) ;;
        *) [ "$free" -ge "$needed" ] || fail "$M_DISK_SMALL" ;;
    esac
}

uv_works() {
    said=$("$1" --version 2>/dev/null </dev/null) || return 1
    minor=$(printf '%s' "$said" | sed -n 's/^uv 0\.\([0-9]*\)\..*/\1/p')
    case $said in 'uv '[1-9]*) return 0 ;; esac
    [ -n "$minor" ] && [ "$minor" -ge "$UV_OLDEST_MINOR" ]
}

find_uv() {  # prints the first uv that runs (pyenv's shim of one that is not chosen does not)
    { printf '%s\n' "$ROOT/.tools/bin" "${HOME:-}/.local/bin"; printf '%s\n' "$PATH" | tr ':' '\n'; } |
        while IFS= read -r folder; do
            uv_works "$folder/uv" && { printf '%s' "$folder/uv"; break; }
        done | grep .
}

install_uv() {
    python=$(find_any_python) || fail "$M_NO_PYTHON"
    if "$python" -m pip --version >/dev/null 2>&1; then
        # A target folder is no part of the system: Debian allows it and asks for no venv.
        PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 watch "$M_INSTALL_UV" \
            "$python" -m pip install --disable-pip-version-check --no-input --upgrade \
            --target "$ROOT/.tools" "$UV_WANTED" || explain_failure "$M_UV_FAILED"
    elif "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        watch "$M_INSTALL_UV" "$python" -m venv --clear "$ROOT/.tools" ||
            explain_failure "$M_UV_FAILED"
        watch "$M_INSTALL_UV" "$ROOT/.tools/bin/python" -m pip install --no-input "$UV_WANTED" ||
            explain_failure "$M_UV_FAILED"
    else
        fail "$M_NO_PIP"
    fi
    uv_works "$ROOT/.tools/bin/uv" || fail "$M_UV_FAILED"
}

get_python() {  # get_python VERSION…: $python is the first there is, else the first, fetched
    for version in "$@"; do
        python=$(find_python "$version") && return
    done
    watch "Tải Python $1…" "$UV" python install "$1" || fail "$(m_no_version "$1")"
    python=$(find_fetched_python "$1") || fail "$(m_no_version "$1")"
}

make_environment() {  # make_environment PROJECT KIND PYTHON TEXT: one environment as locked
    groups=''
    [ "$2" = dev ] || groups=--no-dev
    # shellcheck disable=SC2086  # an empty $groups must vanish
    watch "$4" "$UV" sync --frozen $groups --no-progress --python "$3" --project "$ROOT/$1" ||
        explain_failure "$M_SYNC_FAILED"
    printf '%s %s\n' "$2" "$(stamp_of "$1")" >"$ROOT/$1/.venv/.made-from" ||
        fail "$M_DISK_FULL"
}

app=$(kind_to_make .)
engine=$(kind_to_make bot/nlu)
[ -n "$app$engine" ] || exit 0

trap stop INT TERM HUP
unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT UV_PYTHON UV_FROZEN UV_NO_SYNC
# An office's proxy has a certificate that only the system knows.
[ ! -f /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
mkdir -p "$ROOT/var/log" 2>/dev/null || fail "$M_DISK_FULL"
: >"$LOG" || fail "$M_DISK_FULL"
check_disk
[ -d "$ROOT/.venv" ] && printf '%s\n' "$M_UPDATE" || printf '%s\n' "$M_FIRST_TIME"
UV=$(find_uv) || { install_uv; UV=$ROOT/.tools/bin/uv; }
[ -z "$app" ] || { get_python 3.12 3.11; app_python=$python; }
[ -z "$engine" ] || { get_python 3.10; engine_python=$python; }
[ -z "$app" ] || make_environment . "$app" "$app_python" "$M_APP"
[ -z "$engine" ] || make_environment bot/nlu "$engine" "$engine_python" "$M_ENGINE"
