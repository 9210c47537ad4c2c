// Package exchange reads the files that others give: official areas (GeoJSON,
// GeoPackage, Shapefile, CSV with a GeoJSON column) and tables of figures, the
// latter by a recipe. What is wrong in a file is reported as Findings, each
// with its row, column and reason; an import is all or nothing, so a file with
// one error gives no areas and no figures.
//
// The package writes nothing: what it gives goes to a delivery.
package exchange
