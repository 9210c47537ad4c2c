-- +goose Up
-- Surveys of our own. What shows of them are ordinary figures; here are the
-- counts behind these, and what was decided of them. Only package survey reads
-- these tables: nothing of them goes out. Rows are never taken away, because
-- what was shown once stays known.
CREATE TABLE survey_series (
    id            BIGINT PRIMARY KEY,
    indicator     TEXT   NOT NULL,
    survey        TEXT   NOT NULL,
    scope         TEXT   NOT NULL,
    boundary_year BIGINT NOT NULL,
    areas         TEXT   NOT NULL,
    smallest      BIGINT NOT NULL,
    rounding      BIGINT NOT NULL,
    ledger        TEXT   NOT NULL,
    version       BIGINT NOT NULL,
    UNIQUE (indicator, survey, scope, boundary_year)
);

-- A period, in the order in which periods were published.
CREATE TABLE survey_round (
    series_id BIGINT NOT NULL REFERENCES survey_series (id),
    number    BIGINT NOT NULL,
    period    BIGINT NOT NULL,
    unlisted  TEXT   NOT NULL,
    saved_at  BIGINT NOT NULL,
    PRIMARY KEY (series_id, period)
);

-- The smallest areas that were in the file of a round.
CREATE TABLE survey_count (
    series_id BIGINT NOT NULL,
    period    BIGINT NOT NULL,
    area      TEXT   NOT NULL,
    asked     BIGINT NOT NULL,
    yes       BIGINT NOT NULL,
    PRIMARY KEY (series_id, period, area)
) {{without_rowid}};

-- An indicator is published once for a municipality and period: two tables of
-- the same people can be subtracted from each other.
CREATE TABLE survey_cover (
    indicator    TEXT   NOT NULL,
    municipality TEXT   NOT NULL,
    period       BIGINT NOT NULL,
    series_id    BIGINT NOT NULL REFERENCES survey_series (id),
    PRIMARY KEY (indicator, municipality, period)
);
