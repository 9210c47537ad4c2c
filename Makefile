# Everything a developer does: make run, make test. See CONTRIBUTING.md.
DATA   ?= data
LISTEN ?= 127.0.0.1:8080
GOTEST ?= go test

# One way to compile for everything, so that no package is compiled twice: for
# the program and once more for its tests.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

TEMPL    := $(wildcard internal/web/view/*.templ)
VIEWS    := $(TEMPL:.templ=_templ.go)
ASSETS   := internal/web/assets/dist/manifest.json
FRONTEND := $(shell find internal/web/assets/src internal/web/assets/build -type f) package-lock.json

.PHONY: build run test generate lint bench clean

## build: one static binary with all assets inside
build: generate
	go build -ldflags "-s -w -X github.com/koppelkans/koppelkans/internal/app.Version=$(VERSION)" -o bin/koppelkans ./cmd/koppelkans

## run: build, fill an empty folder with the demo municipality, serve it
run: build
	./bin/koppelkans demo --if-empty --data $(DATA)
	./bin/koppelkans serve --data $(DATA) --listen $(LISTEN)

## test: all tests that need no browser and no PostgreSQL server of their own
test: generate
	go vet ./...
	$(GOTEST) -timeout=20m ./...
	npm test --silent

## generate: page templates, front-end bundle, and the check on the language catalogue
generate: $(VIEWS) $(ASSETS)
	go run ./internal/i18n/check

internal/web/view/%_templ.go: internal/web/view/%.templ
	go tool -modfile=tools/go.mod templ generate -f $<

$(ASSETS): $(FRONTEND) node_modules/.package-lock.json
	go run ./internal/web/assets/build

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund

## lint: formatting, staticcheck and the layering rules
lint: generate
	./scripts/lint.sh

## bench: the benchmarks that docs/measured.md speaks of
bench: generate
	go test -run '^$$' -bench . -benchmem ./internal/geo/... ./internal/healthmap/... ./internal/exchange/... ./internal/network

clean:
	rm -rf bin node_modules internal/web/assets/dist/[!.]* $(VIEWS)
