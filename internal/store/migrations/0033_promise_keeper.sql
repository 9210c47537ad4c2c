-- +goose Up
-- Who keeps a promise now; who made it stays who made it.
ALTER TABLE promise ADD COLUMN keeper BIGINT NOT NULL DEFAULT 0;
UPDATE promise SET keeper = promiser;
