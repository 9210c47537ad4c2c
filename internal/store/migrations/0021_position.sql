-- +goose Up
CREATE TABLE position (
    {{record}},
    organisation BIGINT NOT NULL,
    person       BIGINT NOT NULL,
    influence    BIGINT NOT NULL,
    interest     BIGINT NOT NULL,
    now          TEXT NOT NULL,
    wanted       TEXT NOT NULL,
    desired      TEXT NOT NULL,
    why          TEXT NOT NULL,
    day          TEXT NOT NULL,
    phase        TEXT NOT NULL
);
CREATE INDEX position_by_title ON position (deleted_at, title_sort, id);
CREATE INDEX position_by_partnership ON position (partnership, deleted_at, day, id);
