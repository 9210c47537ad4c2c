-- +goose Up
-- What somebody typed in a form and did not save yet.
CREATE TABLE draft (
    account BIGINT NOT NULL,
    path    TEXT   NOT NULL,
    typed   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (account, path)
);
CREATE INDEX draft_by_time ON draft (at);
