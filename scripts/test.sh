#!/bin/sh
# Every check of the project, one after the other; all run even when one fails.
#
#   scripts/test.sh        checks of the code, then the tests of both environments
#   scripts/test.sh lint   only the checks of the code
#
# Set THUTUC_TEST_DATABASE_URL to run the database tests on PostgreSQL too, THUTUC_TTHC_DATA to
# the folder of the national records, THUTUC_CHROMIUM to a browser that lies elsewhere.
set -u

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT" || exit 1
OUT=$(mktemp -d) || exit 1
trap 'rm -rf "$OUT"' EXIT
trap 'exit 130' INT TERM HUP
APP=.venv/bin
ENGINE=bot/nlu/.venv/bin
STARTED=$(date +%s)
FAILED=0

step() {  # step NAME COMMAND…: run it, show its output, note result and time
    name=$1
    shift
    printf '\n── %s\n' "$name"
    began=$(date +%s)
    { "$@" 2>&1; echo $? >"$OUT/code"; } | tee "$OUT/output"
    took=$(($(date +%s) - began))
    result=đạt
    [ "$(cat "$OUT/code")" = 0 ] || { result=HỎNG FAILED=1; }
    said=$(grep -E '^(=+ )?[0-9]+ (passed|failed|skipped|error)' "$OUT/output" | tail -n 1)
    printf '%s: %s, %s giây\n' "$name" "$result" "$took"
    printf '  %-5s %5s giây  %s  %s\n' "$result" "$took" "$name" "$said" >>"$OUT/summary"
    [ -z "$said" ] || printf '%s\n' "$said" >>"$OUT/counts"
}

lint() {
    step 'ruff check' $APP/ruff check --quiet .
    step 'ruff format' $APP/ruff format --check --quiet .
    step 'mypy (ứng dụng)' $APP/mypy
    step 'mypy (Rasa)' $ENGINE/mypy --config-file bot/nlu/pyproject.toml
    step 'import-linter' $APP/lint-imports --no-cache
}

records_beside() {  # prints a folder of national records that lies beside the checkout
    for folder in "$ROOT"/../*/tthc; do
        [ -f "$folder/catalog.jsonl.gz" ] && { (cd "$folder" && pwd); return; }
    done
}

tell_what_is_skipped() {
    [ -n "${THUTUC_TEST_DATABASE_URL:-}" ] ||
        echo 'Bỏ qua kiểm tra trên PostgreSQL: chưa đặt THUTUC_TEST_DATABASE_URL (.ci/run tự đặt).'
    [ -n "${THUTUC_TTHC_DATA:-}" ] ||
        echo 'Bỏ qua kiểm tra trên dữ liệu quốc gia: chưa đặt THUTUC_TTHC_DATA.'
    [ -x "${THUTUC_CHROMIUM:-/usr/bin/chromium}" ] ||
        echo 'Bỏ qua kiểm tra bằng trình duyệt: chưa có Chromium (apt-get install chromium).'
}

tests() {
    [ -n "${THUTUC_TTHC_DATA:-}" ] || THUTUC_TTHC_DATA=$(records_beside)
    [ -z "$THUTUC_TTHC_DATA" ] || export THUTUC_TTHC_DATA
    tell_what_is_skipped >"$OUT/skipped"
    cat "$OUT/skipped"
    step 'pytest (Rasa)' $ENGINE/python -m pytest -c bot/nlu/pyproject.toml --rootdir . \
        --durations 5 --durations-min 1 tests/bot/nlu
    step 'pytest (ứng dụng)' $APP/python -m pytest --durations 10 --durations-min 1 -rfEs
    cat "$OUT/skipped" >>"$OUT/summary"
}

total() {  # the sum of pytest's closing lines, in the form that tools read
    awk '{for (i = 2; i <= NF; i++) {word = $i; gsub(/,/, "", word); count[word] += $(i - 1)}}
        END {printf "%d passed, %d failed, %d skipped\n", count["passed"],
             count["failed"] + count["error"] + count["errors"], count["skipped"]}' "$OUT/counts"
}

lint
[ "${1:-}" = lint ] || tests
printf '\n── Tất cả: %s giây\n' "$(($(date +%s) - STARTED))"
cat "$OUT/summary"
[ ! -f "$OUT/counts" ] || total
exit "$FAILED"
