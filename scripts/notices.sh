#!/usr/bin/env bash
# Writes the licences of everything that is linked into uilsearch, on any of
# the systems it is built for. Usage: make notices
set -euo pipefail
cd "$(dirname "$0")/.."

# linked prints path, version and directory of each module, one to a line.
linked() {
	for goos in linux darwin windows; do
		GOOS=$goos CGO_ENABLED=0 go list -deps \
			-f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/uilsearch
	done | sort -u
}

# kind names the licence of a text; an unknown one stops the script.
kind() {
	local text
	text=$(tr -s '[:space:]' ' ' <"$1")
	case $text in
	*"Apache License Version 2.0"*) echo Apache-2.0 ;;
	*"Mozilla Public License"*) echo MPL-2.0 ;;
	*"Neither the name"* | *"names of its contributors"*) echo BSD-3-Clause ;;
	*"Redistribution and use in source and binary forms"*) echo BSD-2-Clause ;;
	*"Permission is hereby granted, free of charge"*) echo MIT ;;
	*"Permission to use, copy, modify, and"*"distribute this software"*) echo ISC ;;
	*)
		echo "unknown licence: $1" >&2
		return 1
		;;
	esac
}

# texts prints the licence and notice files of a module, the main one first.
texts() {
	find "$1" -maxdepth 1 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \) | LC_ALL=C sort
}

cat <<'HEAD'
THIRD-PARTY NOTICES

uilsearch is linked from the modules below and carries the data named after
them. `make notices` writes this file.

HEAD

echo "go (standard library) BSD-3-Clause"
modules=$(linked)
while read -r path version dir; do
	license=$(texts "$dir" | head -1)
	[ -n "$license" ] || { echo "no licence: $path" >&2; exit 1; }
	name=$(kind "$license")
	echo "$path $version $name"
done <<<"$modules"

cat <<'END'

DATA

City names and positions: GeoNames (https://www.geonames.org), CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/); selected, reduced and
corrected.
Names of countries: Unicode CLDR, Unicode License v3
(https://www.unicode.org/license.txt).

END

# Equal texts are printed once, below the modules that share them.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
add() {
	local sum
	sum=$(sha256sum <"$2" | cut -c1-16)
	cp "$2" "$work/$sum.text"
	echo "$1" >>"$work/$sum.modules"
}
add "go (standard library)" "$(go env GOROOT)/LICENSE"
while read -r path _ dir; do
	while read -r file; do
		add "$path ($(basename "$file"))" "$file"
	done < <(texts "$dir")
done <<<"$modules"
for names in $(for f in "$work"/*.modules; do echo "$(head -1 "$f" | tr ' ' _)|$f"; done | LC_ALL=C sort | cut -d'|' -f2); do
	printf -- '-%.0s' {1..78}
	echo
	cat "$names"
	echo
	tr -d '\r' <"${names%.modules}.text"
	echo
done
