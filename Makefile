# make run     build, load the bundled sample pages (or PAGES=DIR), publish, serve
# make test    what every change must pass, about five minutes on two cores
# make check   formatting, vet, staticcheck, import rules
# make ci      race detector, browser and schema tests, longer fuzzing
# make torture the full counts; hours
# make dist    a release into dist/: binaries, checksums, SBOM; see scripts/dist.sh
# make bench   benchmarks into bin/bench.txt; OLD=FILE compares with an earlier one

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.PHONY: build run test check fmt fuzz ci bench torture notices dist dist-check clean

GO ?= go
export CGO_ENABLED ?= 0

FUZZTIME ?= 5
CI_FUZZTIME ?= 10
COUNT ?= 6
CHECKS ?= 10000

# Tools have a module of their own, so that the program does not depend on
# theirs.
TOOL := $(GO) tool -modfile=internal/tools/go.mod

build:
	$(GO) build -trimpath -o bin/uilsearch ./cmd/uilsearch

run: build
	./bin/uilsearch demo $${PAGES:+--pages "$$PAGES"} || [ $$? -eq 130 ] # Ctrl-C is how it ends

test: check
	$(GO) test ./...
	scripts/fuzz.sh $(FUZZTIME)

check:
	@unformatted=$$(gofmt -l cmd corpus indexer internal search); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run make fmt:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) vet -tags=ci ./...
	$(TOOL) staticcheck -tags=ci ./...
	$(GO) test ./internal/archtest

fmt:
	gofmt -w cmd corpus indexer internal search

fuzz:
	scripts/fuzz.sh $(FUZZTIME)

# Tests behind the tag ci need Chromium, Schemathesis or warcio, or run the
# program as a process of its own, in which the race detector would see nothing.
# With CI=true a tool that is missing is a failure; otherwise its tests are
# skipped. The race detector is the one thing that needs cgo and a C compiler.
ci:
	GOOS=windows $(GO) vet ./...
	CGO_ENABLED=1 $(GO) test -race -timeout=20m ./...
	$(GO) test -tags=ci -timeout=30m ./...
	$(GO) test -tags=failpoint ./internal/failpoint ./indexer/...
	scripts/fuzz.sh $(CI_FUZZTIME)
	$(MAKE) dist-check

# Property tests take -rapid.checks, which only packages that use it know.
torture:
	TORTURE=1 $(GO) test -count=1 -tags=ci -timeout=4h ./...
	$(GO) test -count=1 -timeout=4h $$($(GO) list -f '{{range .TestImports}}{{if eq . "pgregory.net/rapid"}}{{$$.ImportPath}} {{end}}{{end}}' ./...) -rapid.checks=$(CHECKS)
	scripts/fuzz.sh 300

bench:
	mkdir -p bin
	$(GO) test -run='^$$' -bench=. -benchmem -count=$(COUNT) -timeout=2h ./... | tee bin/bench.txt
	$(if $(OLD),$(TOOL) benchstat "$(OLD)" bin/bench.txt,$(TOOL) benchstat bin/bench.txt)

# The licences of everything that is linked into the program. A test fails
# where the file is out of date.
notices:
	mkdir -p bin
	scripts/notices.sh > bin/notices && mv bin/notices THIRD_PARTY_NOTICES

dist:
	scripts/dist.sh

# One target of a release, made twice: its checksums hold and are the same again.
dist-check:
	export DIST=bin/dist DIST_TARGETS=$$($(GO) env GOHOSTOS)/$$($(GO) env GOHOSTARCH); \
	scripts/dist.sh; cp $$DIST/SHA256SUMS bin/dist.sums; \
	scripts/dist.sh; cmp $$DIST/SHA256SUMS bin/dist.sums; \
	(cd $$DIST && sha256sum --check SHA256SUMS); \
	$$DIST/$${DIST_TARGETS/\//-}/uilsearch version

clean:
	rm -rf bin dist
