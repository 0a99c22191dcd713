#!/usr/bin/env bash
# Makes a release: a static binary for each target, packed with what belongs to
# it, a list of its parts (SBOM, CycloneDX) and checksums. The same sources and
# the same Go give the same bytes. Usage: make dist, with in the environment
#
#   VERSION           what the binaries call themselves; from git where not given
#   SOURCE_DATE_EPOCH the time of all files; that of the commit where not given
#   DIST_TARGETS      systems to build for, such as "linux/amd64"
#   DIST              where to write, dist where not given; it is emptied first
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C TZ=UTC CGO_ENABLED=0 GOFLAGS=${GOFLAGS:-}
targets=${DIST_TARGETS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64}
out=${DIST:-dist}

# from_git runs git on this repository, and prints nothing where it is none.
from_git() { git "$@" 2>/dev/null || true; }

version=${VERSION:-$(from_git describe --tags --match 'v[0-9]*' --always --dirty --abbrev=12)}
epoch=${SOURCE_DATE_EPOCH:-$(from_git log -1 --format=%ct)}
if [ -z "$version" ] || [ -z "$epoch" ]; then
	echo "dist: this is no git repository; set VERSION and SOURCE_DATE_EPOCH" >&2
	exit 1
fi
case $version in
*[!0-9A-Za-z.+_-]*)
	echo "dist: VERSION $version holds more than letters, figures and .+_-" >&2
	exit 1
	;;
esac
if [ -e "$out" ] && [ ! -e "$out/.dist" ]; then
	echo "dist: $out is there and no release; name another directory in DIST" >&2
	exit 1
fi

# build TARGET FILE
build() {
	GOOS=${1%/*} GOARCH=${1#*/} GOAMD64=v1 GOARM64=v8.0 go build -trimpath -buildvcs=auto \
		-ldflags "-s -w -buildid= -X main.version=$version" -o "$2" ./cmd/uilsearch
}

# stage TARGET DIR fills the directory that a release unpacks to. The empty data
# directory is what uilsearch uses where no other is named.
stage() {
	local binary=uilsearch
	[ "${1%/*}" != windows ] || binary=uilsearch.exe
	mkdir -p "$2/data" "$2/docs"
	build "$1" "$2/$binary"
	cp LICENSE THIRD_PARTY_NOTICES README.md "$2"
	cp docs/operations.md docs/taxonomy.md docs/formats.md docs/uilsearch.toml docs/results.png "$2/docs"
	cp -R deploy "$2"
	cp -R "$work/completions" "$2"
}

# pack DIR FILE. Neither names, owners, times nor rights depend on this machine.
pack() {
	tar --create --sort=name --format=ustar --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' \
		--directory="$(dirname "$1")" "$(basename "$1")" | gzip -9 -n >"$2"
}

rm -rf "$out"
mkdir -p "$out"
touch "$out/.dist"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/completions"
build "$(go env GOHOSTOS)/$(go env GOHOSTARCH)" "$work/uilsearch"
for shell in bash zsh fish powershell; do
	"$work/uilsearch" completion "$shell" >"$work/completions/uilsearch.$shell"
done

for target in $targets; do
	name=uilsearch-$version-${target%/*}-${target#*/}
	stage "$target" "$work/$name"
	binary=$(ls "$work/$name/uilsearch" "$work/$name/uilsearch.exe" 2>/dev/null || true)
	go tool -modfile=internal/tools/go.mod cyclonedx-gomod bin -json -std -noserial -notimestamp \
		-version "$version" -output "$out/$name.cdx.json" "$binary"
	pack "$work/$name" "$out/$name.tar.gz"
	# The directory itself stays too, to build a container image from.
	mv "$work/$name" "$out/${target%/*}-${target#*/}"
	echo "dist: $out/$name.tar.gz $(wc -c <"$out/$name.tar.gz") bytes"
done
(cd "$out" && sha256sum -- *.tar.gz *.cdx.json >SHA256SUMS)
echo "dist: $out/SHA256SUMS"
