#!/usr/bin/env bash
# Formatting, staticcheck, layering, TypeScript, plain Dutch, and what may
# not lie in git.
# Every check runs, also after one that failed; make lint calls this.
set -euo pipefail
cd "$(dirname "$0")/.."

failed=()

# check NAME COMMAND…: runs a check; a command that fails or a function that
# prints findings and returns 1 makes the script fail at its end.
check() {
	local name=$1 code=0
	shift
	echo "-- $name"
	"$@" || code=$?
	if [ "$code" -ne 0 ]; then failed+=("$name"); fi
}

# none WHAT: succeeds when nothing is on its input, else prints it under WHAT.
none() {
	local found
	found=$(cat)
	[ -z "$found" ] && return
	printf '%s:\n%s\n' "$1" "$found" >&2
	return 1
}

tool() { go tool -modfile=tools/go.mod "$@"; }

# tracked lists the files in git that are here, with their ends at NUL. What
# was taken away but not committed yet is left out.
tracked() { git ls-files -z | while IFS= read -r -d '' file; do [ -f "$file" ] && printf '%s\0' "$file"; done || true; }

formatting() { tracked | grep -z '\.go$' | xargs -0 gofmt -l | none "not formatted; run gofmt -w"; }

layering() { tool depguard ./...; }

typescript() {
	grep -q '"typescript"' package.json || return 0
	npx --no-install tsc --noEmit
}

shell_scripts() { tracked | grep -zE '(\.sh|^\.ci/run)$' | xargs -0 -n 1 bash -n; }

lock_addresses() { { grep -n '"resolved"' package-lock.json || true; } | none "package-lock.json names where packages were fetched"; }

# The patterns are written so that they do not find this file.
registry_hosts() {
	{
		git grep -nIE 'registry[.](npmjs|yarnpkg)|(proxy|sum)[.]golang[.]|pypi[.]org|crates[.]io/api|[a-z]/artifactory[/]' || true
	} | none "a file in git names a package registry"
}

machine_paths() {
	{ git grep -nIE '(^|[^[:alnum:]_./~-])/(work|root|home|Users)/' || true; } | none "a file in git names a folder of one machine"
}

large_files() { tracked | xargs -0 stat --format '%s %n' | awk '$1 > 500000' | none "a file in git is over 500 kB"; }

# docs/plain-dutch.md tells what it judges.
plain_dutch() { go run ./internal/tool/checkplain; }

# Files of ../shared are not ours to give away; they may be read, not copied.
shared_files() {
	[ -d ../shared ] || return 0
	local theirs
	theirs=$(mktemp)
	find -L ../shared -type f -size +0 -exec sha256sum {} + | cut -d' ' -f1 | sort -u >"$theirs"
	[ -s "$theirs" ] || return 0
	tracked | xargs -0 sha256sum | { grep -Ff "$theirs" || true; } | none "a file in git is a copy from ../shared"
	local code=$?
	rm -f "$theirs"
	return "$code"
}

check "gofmt" formatting
check "shell scripts can be read" shell_scripts
check "staticcheck" tool staticcheck ./...
check "layering (.depguard.yml)" layering
check "TypeScript" typescript
check "package-lock.json without addresses" lock_addresses
check "no package registry in git" registry_hosts
check "no folder of one machine in git" machine_paths
check "plain Dutch for residents" plain_dutch
check "no large file in git" large_files
check "no copy of ../shared in git" shared_files

if [ ${#failed[@]} -gt 0 ]; then
	printf 'lint failed: %s\n' "${failed[@]}" >&2
	exit 1
fi
echo "lint: nothing found"
