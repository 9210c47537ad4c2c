-- +goose Up
-- Indicators, map sets and thresholds become records. Map sets that were
-- changed before are taken over when the program starts.

ALTER TABLE map_set RENAME TO former_map_set;

CREATE TABLE indicator (
    {{record}},
    name_nl        TEXT NOT NULL,
    name_en        TEXT NOT NULL,
    code           TEXT NOT NULL,
    short_nl       TEXT NOT NULL,
    short_en       TEXT NOT NULL,
    description_nl TEXT NOT NULL,
    description_en TEXT NOT NULL,
    domain         TEXT NOT NULL,
    perspective    TEXT NOT NULL,
    sort           TEXT NOT NULL,
    direction      TEXT NOT NULL,
    unit           TEXT NOT NULL,
    decimals       BIGINT NOT NULL,
    support        TEXT NOT NULL,
    source         TEXT NOT NULL,
    theme          TEXT NOT NULL,
    licence        TEXT NOT NULL,
    field          TEXT NOT NULL,
    minimum        TEXT NOT NULL,
    maximum        TEXT NOT NULL
);
CREATE INDEX indicator_by_title ON indicator (deleted_at, title_sort, id);
CREATE UNIQUE INDEX indicator_code ON indicator (code) WHERE deleted_at = 0;

CREATE TABLE map_set (
    {{record}},
    name_nl        TEXT NOT NULL,
    name_en        TEXT NOT NULL,
    code           TEXT NOT NULL,
    description_nl TEXT NOT NULL,
    description_en TEXT NOT NULL,
    items          TEXT NOT NULL
);
CREATE INDEX map_set_by_title ON map_set (deleted_at, title_sort, id);
CREATE UNIQUE INDEX map_set_code ON map_set (code) WHERE deleted_at = 0;

CREATE TABLE threshold (
    {{record}},
    name      TEXT NOT NULL,
    map_set   BIGINT NOT NULL,
    item      TEXT NOT NULL,
    part      TEXT NOT NULL,
    side      TEXT NOT NULL,
    value     {{double}} NOT NULL,
    step      {{double}} NOT NULL,
    example   BIGINT NOT NULL,
    source_nl TEXT NOT NULL,
    source_en TEXT NOT NULL
);
CREATE INDEX threshold_by_title ON threshold (deleted_at, title_sort, id);
CREATE INDEX threshold_by_set ON threshold (map_set, deleted_at);
