#!/bin/sh
# The main job, from the user's own line to the coloured report, in a database of its own.
# kolvet's exit code is printed; the demo itself ends with 0 when kolvet did its work.
set -u
kolvet=${1:-kolvet}
here=$(dirname "$0")
KOLVET_DB=$(mktemp -d)/demo.db
export KOLVET_DB
trap 'rm -rf "$(dirname "$KOLVET_DB")"' EXIT

run() {
    printf '\n$ kolvet'
    printf ' %s' "$@"
    printf '\n'
    "$kolvet" "$@"
    code=$?
    printf '[exit code %s]\n' "$code"
    case $code in 0|1|4) ;; *) exit "$code" ;; esac
}

run import "$here"
run check 万能的大熊 --brand 小米 --as-of 2026-01-04
run check 样例毒舌阿北 --brand 小米 --as-of 2026-01-04
