#!/usr/bin/env bash
# Loads Eindhoven, and the country's areas and figures around it, into a data
# folder: scripts/load-eindhoven.sh ../shared/data DIR
# Uses only documented commands; docs/import.md explains each of them.
set -euo pipefail

if [ $# -ne 2 ]; then
	echo "usage: $0 FOLDER-WITH-DATA DATA-FOLDER" >&2
	exit 2
fi
from=$1
into=$2
program=${KOPPELKANS:-$(dirname "$0")/../bin/koppelkans}
if [ ! -x "$program" ]; then
	echo "$0: $program is not there; run make build first" >&2
	exit 2
fi
if [ ! -d "$from" ]; then
	echo "$0: there is no folder $from" >&2
	exit 2
fi

report=$(mktemp)
trap 'rm -f "$report"' EXIT
started=$SECONDS
failed=0
step=0
steps=20

# note WHAT RESULT: a line of the closing report
note() { printf '%-58s %s\n' "$1" "$2" >>"$report"; }

# load WHAT FILE COMMAND…: runs one import and notes its closing lines
load() {
	local what=$1 file=$2 out code=0
	shift 2
	step=$((step + 1))
	echo "[$step/$steps] $what" >&2
	if [ ! -f "$from/$file" ]; then
		note "$what" "skipped: $file is not there"
		return
	fi
	out=$("$program" import "$@" --data "$into") || code=$?
	if [ "$code" -eq 0 ]; then
		while IFS= read -r line; do note "$what" "$line"; done <<<"$out"
	else
		note "$what" "FAILED with exit code $code; see above"
		failed=$((failed + 1))
	fi
}

areas() { # WHAT FILE LEVEL YEAR CODE NAME SOURCE [more]
	local what=$1 file=$2 level=$3 year=$4 code=$5 name=$6 source=$7
	shift 7
	load "$what" "$file" areas "$from/$file" --level "$level" --year "$year" --code "$code" --name "$name" --source "$source" "$@"
}

table() { # WHAT FILE RECIPE
	load "$1" "$2" table "$3" "$from/$2"
}

areas "Municipalities 2020" boundaries/gemeente_2020_buurtvergelijker.geojson.gz municipality 2020 GM_CODE GM_NAAM municipalities-2020
areas "Municipalities 2022" boundaries/gemeente_2022_tmap_rd.geojson.gz municipality 2022 code name tmap-2022
areas "Municipalities 2024" boundaries/gemeente_gegeneraliseerd_2024_wgs84.geojson.gz municipality 2024 statcode statnaam cbs-areas-generalised
areas "Provinces 2022" boundaries/provincie_2022_tmap_rd.geojson.gz province 2022 code name tmap-2022
areas "GGD regions 2022" boundaries/ggdregio_2022_certegis_rd.geojson.gz ggd-region 2022 ggdregio ggdregio ggd-regions-2022
areas "Districts 2022" boundaries/wijk_2022_tmap_rd.geojson.gz district 2022 code name tmap-2022
# Three postcode areas and one redrawn neighbourhood have borders that cannot be
# mended safely; they are taken without a border, and named on the screen.
areas "Postcode areas 2020" boundaries/pc4_2020_certegis_rd.geojson.gz postcode4 2020 postcode postcode pc4-2020 --faulty without-border
areas "Neighbourhoods 2024 (redrawn)" boundaries/buurt_2024_derived_rd.geojson.gz neighbourhood 2024 buurtcode buurtnaam neighbourhoods-2024-redrawn --faulty without-border
table "Key figures, health and crime 2024" stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz kwb-2024-combined
table "Key figures of municipalities 2020" stats/kwb2020_gemeenten_buurtvergelijker.csv.gz kwb-2020-municipalities
table "Health 2012 (RIVM)" stats/rivm_50090NED_2012_18plus.csv.gz rivm-50090ned
table "Health 2016 (RIVM)" stats/rivm_50090NED_2016_18plus.csv.gz rivm-50090ned
table "Health 2020 (RIVM)" stats/rivm_50090NED_2020_18plus.csv.gz rivm-50090ned
table "SES-WOA 2019, Amsterdam" stats/SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv ses-woa-85163ned
table "Residents per postcode 2021" stats/postcodes_2021.csv.gz postcodes-2021
table "Noise, air and land use per postcode area" environment/pc4_envi_factors.csv.gz pc4-environment
# The four below find codes by name in the table of 2024, so they come after it.
table "Districts of Eindhoven, exact" eindhoven/wijken_polygons.csv.gz eindhoven-districts
table "Neighbourhoods of Eindhoven, exact" eindhoven/buurten_polygons_codes.csv.gz eindhoven-neighbourhoods
table "Figures of Eindhoven" eindhoven/buurten_polygons_and_figures.csv.gz eindhoven-figures
table "Residents of Eindhoven 2008-2021" eindhoven/population_2008_2021.csv.gz eindhoven-population
note "NO2 and noise measuring points of Eindhoven" "skipped: points are no areas; a mean over few points would not be that of an area"
note "SES-WOA and distance to green for Eindhoven" "not in this data: both stay holes"

echo
echo "What was loaded, skipped and why, in $((SECONDS - started)) seconds:"
cat "$report"
if [ "$failed" -gt 0 ]; then
	echo "$failed of $step imports failed" >&2
	exit 1
fi
echo
"$program" areas changes --level municipality --from 2020 --to 2024 --kind merged --data "$into"
echo "Show it: $program serve --data $into, then open /kaart/GM0772"
