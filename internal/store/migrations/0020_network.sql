-- +goose Up
CREATE TABLE network_round (
    {{record}},
    name   TEXT NOT NULL,
    opens  TEXT NOT NULL,
    closes TEXT NOT NULL,
    note   TEXT NOT NULL
);
CREATE INDEX network_round_by_title ON network_round (deleted_at, title_sort, id);
CREATE INDEX network_round_by_partnership ON network_round (partnership, deleted_at, id);

CREATE TABLE relation (
    {{record}},
    from_organisation BIGINT NOT NULL,
    to_organisation   BIGINT NOT NULL,
    sorts    TEXT NOT NULL,
    strength BIGINT NOT NULL,
    about    TEXT NOT NULL,
    said     BIGINT NOT NULL,
    day      TEXT NOT NULL,
    source   TEXT NOT NULL,
    round    BIGINT NOT NULL
);
CREATE INDEX relation_by_title ON relation (deleted_at, title_sort, id);
CREATE INDEX relation_by_partnership ON relation (partnership, round, deleted_at, id);
