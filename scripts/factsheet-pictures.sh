#!/usr/bin/env bash
# Makes the pictures of a printed factsheet in docs/, of the fictional town:
# scripts/factsheet-pictures.sh. Needs Chromium, and pdftoppm (poppler-utils).
set -euo pipefail

here=$(dirname "$0")/..
program=${KOPPELKANS:-$here/bin/koppelkans}
code=${1:-BU99990304}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sandbox=()
if [ "$(id -u)" -eq 0 ]; then
	sandbox=(--chromium-no-sandbox)
fi
export KOPPELKANS_LANG=nl
"$program" demo --data "$work/data" >/dev/null
"$program" factsheets GM9999 --data "$work/data" --wording gewoon --public-url https://kans.example.nl --out "$work/all.zip" "${sandbox[@]}"
unzip -q "$work/all.zip" "$code*" -d "$work"
pdftoppm -r 90 -gray -png "$work/$code"*.pdf "$work/sheet"
for sheet in 1 2; do
	mv "$work/sheet-$sheet.png" "$here/docs/factsheet-$sheet.png"
done
