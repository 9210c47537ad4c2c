-- +goose Up
-- With a token a program acts for an account, through the interface. Only the
-- hash of its secret is kept.
CREATE TABLE account_token (
    id         BIGINT PRIMARY KEY,
    account    BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    hash       TEXT   NOT NULL UNIQUE,
    writes     BIGINT NOT NULL,
    classes    TEXT   NOT NULL,
    until      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    used_on    TEXT   NOT NULL
);
CREATE INDEX account_token_by_account ON account_token (account, id);
