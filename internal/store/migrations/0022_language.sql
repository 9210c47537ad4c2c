-- +goose Up
CREATE TABLE term (
    {{record}},
    word       TEXT NOT NULL,
    sort       TEXT NOT NULL,
    forms      TEXT NOT NULL,
    agreed     TEXT NOT NULL,
    agreed_by  TEXT NOT NULL,
    agreed_on  TEXT NOT NULL,
    example    TEXT NOT NULL,
    difference TEXT NOT NULL,
    taken_from BIGINT NOT NULL
);
CREATE INDEX term_by_title ON term (deleted_at, title_sort, id);
CREATE INDEX term_by_partnership ON term (partnership, deleted_at, title_sort);

CREATE TABLE meaning (
    {{record}},
    term    BIGINT NOT NULL,
    domain  TEXT NOT NULL,
    person  BIGINT NOT NULL,
    means   TEXT NOT NULL,
    example TEXT NOT NULL
);
CREATE INDEX meaning_by_title ON meaning (deleted_at, title_sort, id);
CREATE INDEX meaning_by_term ON meaning (term, deleted_at);
