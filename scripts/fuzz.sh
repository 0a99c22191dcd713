#!/usr/bin/env bash
# Fuzzes every fuzz target of the module for some seconds each.
# Usage: scripts/fuzz.sh SECONDS
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:?"usage: scripts/fuzz.sh SECONDS"}

# fuzz DIR TARGET. The end of the time can reach a worker in the middle of an
# input, which go test then reports as a failure without an input that failed.
fuzz() {
	local log status=0
	log=$(go test -run='^$' -fuzz="^$2\$" -fuzztime="${seconds}s" -fuzzminimizetime=20x "./$1" 2>&1) || status=$?
	if [ "$status" -ne 0 ] && { ! grep -q 'context deadline exceeded' <<<"$log" || grep -qE 'Failing input|panic:|hung or terminated' <<<"$log"; }; then
		echo "$log"
		return 1
	fi
	log=$(grep -oE 'execs: [0-9]+' <<<"$log" | tail -1 || true)
	echo "$1 $2: ${log:-the seeds took all the time}"
}

targets=$(find . -name '*_test.go' -not -path '*/testdata/*' -not -path './.*' -print0 |
	xargs -0 grep -oE '^func Fuzz[A-Za-z0-9_]*' | sort -u)
if [ -z "$targets" ]; then
	echo "no fuzz target found" >&2
	exit 1
fi
failed=0
while IFS=: read -r file func; do
	fuzz "$(dirname "${file#./}")" "${func#func }" || failed=1
done <<<"$targets"
exit "$failed"
