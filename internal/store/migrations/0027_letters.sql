-- +goose Up
CREATE TABLE letter_setting (
    account BIGINT PRIMARY KEY,
    day     BIGINT NOT NULL,
    off     BIGINT NOT NULL,
    bounces BIGINT NOT NULL,
    came    BIGINT NOT NULL,
    sent    TEXT NOT NULL
);
CREATE TABLE letter_stop (
    token      TEXT PRIMARY KEY, -- hashed
    account    BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX letter_stop_by_account ON letter_stop (account, created_at);

CREATE TABLE agenda_feed (
    token       TEXT PRIMARY KEY, -- hashed
    account     BIGINT NOT NULL,
    partnership BIGINT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX agenda_feed_by_account ON agenda_feed (account, partnership);

ALTER TABLE standing_meeting ADD COLUMN next TEXT NOT NULL DEFAULT '';
