-- +goose Up
-- Types in {{ }} differ between the databases; see dialect.go.

-- Every change gets a number, in the order of commits. Caches and other
-- processes follow these numbers.
CREATE TABLE event (
    seq     {{serial}} PRIMARY KEY,
    kind    TEXT   NOT NULL,
    subject BIGINT NOT NULL,
    at      BIGINT NOT NULL
);

CREATE TABLE delivery (
    id            BIGINT PRIMARY KEY,
    source        TEXT   NOT NULL,
    source_table  TEXT   NOT NULL,
    boundary_year BIGINT NOT NULL,
    file          TEXT   NOT NULL,
    checksum      TEXT   NOT NULL,
    recipe        TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    areas         BIGINT NOT NULL,
    figures       BIGINT NOT NULL,
    holes         BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    current_at    BIGINT NOT NULL,
    undone_at     BIGINT NOT NULL,
    alive_at      BIGINT NOT NULL
);
CREATE INDEX delivery_by_state ON delivery (state, id);

CREATE TABLE delivery_content (
    delivery_id   BIGINT NOT NULL REFERENCES delivery (id),
    indicator     TEXT   NOT NULL,
    period        BIGINT NOT NULL,
    level         TEXT   NOT NULL,
    boundary_year BIGINT NOT NULL,
    known         BIGINT NOT NULL,
    holes         BIGINT NOT NULL,
    assumed       BIGINT NOT NULL,
    PRIMARY KEY (delivery_id, indicator, period, level)
);
CREATE INDEX delivery_content_by_indicator ON delivery_content (indicator, period);

CREATE TABLE place (
    id    BIGINT PRIMARY KEY,
    level TEXT NOT NULL
);

-- An edition is the identity of a place in a boundary year. All behind the
-- identity is what the claims of current deliveries say, resolved when a
-- delivery becomes current or is undone; shown = 0 while none says anything.
CREATE TABLE edition (
    id              BIGINT PRIMARY KEY,
    place_id        BIGINT NOT NULL REFERENCES place (id),
    level           TEXT   NOT NULL,
    code            {{ordered}} NOT NULL,
    year            BIGINT NOT NULL,
    shown           BIGINT NOT NULL,
    name            TEXT   NOT NULL,
    search_name     {{ordered}} NOT NULL,
    parent          {{ordered}} NOT NULL,
    stated_area     {{double}} NOT NULL,
    border_delivery BIGINT NOT NULL,
    UNIQUE (level, code, year)
);
CREATE INDEX edition_by_place ON edition (place_id);
CREATE INDEX edition_by_parent ON edition (level, year, parent);
CREATE INDEX edition_by_name ON edition (search_name);

-- What a delivery says of an edition.
CREATE TABLE claim (
    edition_id  BIGINT NOT NULL REFERENCES edition (id),
    delivery_id BIGINT NOT NULL REFERENCES delivery (id),
    name        TEXT   NOT NULL,
    search_name TEXT   NOT NULL,
    parent      TEXT   NOT NULL,
    stated_area {{double}} NOT NULL,
    rank        BIGINT NOT NULL,
    has_border  BIGINT NOT NULL,
    area        {{double}} NOT NULL,
    min_x       {{double}} NOT NULL,
    min_y       {{double}} NOT NULL,
    max_x       {{double}} NOT NULL,
    max_y       {{double}} NOT NULL,
    PRIMARY KEY (edition_id, delivery_id)
);
CREATE INDEX claim_by_delivery ON claim (delivery_id);

-- The border of a claim: WKB of a multipolygon in RD New metres.
CREATE TABLE border (
    edition_id  BIGINT NOT NULL,
    delivery_id BIGINT NOT NULL,
    geometry    {{blob}} NOT NULL,
    PRIMARY KEY (edition_id, delivery_id)
);

-- Indicators get a small number here, because figures are many.
CREATE TABLE indicator_number (
    number    BIGINT PRIMARY KEY,
    indicator TEXT NOT NULL UNIQUE
);

-- hole = 0: value holds; else value is 0 and hole is the reason.
CREATE TABLE figure (
    delivery_id BIGINT NOT NULL,
    indicator   BIGINT NOT NULL,
    period      BIGINT NOT NULL,
    edition_id  BIGINT NOT NULL,
    value       {{double}} NOT NULL,
    hole        BIGINT NOT NULL,
    PRIMARY KEY (delivery_id, indicator, period, edition_id)
) {{without_rowid}};

-- How the areas of one boundary year went on in another; derived by overlay.
CREATE TABLE succession (
    level      TEXT   NOT NULL,
    from_year  BIGINT NOT NULL,
    to_year    BIGINT NOT NULL,
    from_code  {{ordered}} NOT NULL,
    to_code    {{ordered}} NOT NULL,
    kind       TEXT   NOT NULL,
    share_from {{double}} NOT NULL,
    share_to   {{double}} NOT NULL,
    PRIMARY KEY (level, from_year, to_year, from_code, to_code)
);

-- What a background is drawn from: water, green, streets, rail, amenities.
CREATE TABLE feature (
    id          BIGINT PRIMARY KEY,
    delivery_id BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    geometry    {{blob}} NOT NULL,
    min_x       {{double}} NOT NULL,
    min_y       {{double}} NOT NULL,
    max_x       {{double}} NOT NULL,
    max_y       {{double}} NOT NULL
);
CREATE INDEX feature_by_place ON feature (min_x, max_x);
CREATE INDEX feature_by_delivery ON feature (delivery_id);

-- Map sets that were changed or added here; the shipped ones are in the program.
CREATE TABLE map_set (
    id         TEXT PRIMARY KEY,
    definition TEXT   NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
