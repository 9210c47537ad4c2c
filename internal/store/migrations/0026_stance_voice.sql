-- +goose Up
-- For whom somebody says what they need: for themselves, or their organisation.
ALTER TABLE stance ADD COLUMN voice TEXT NOT NULL DEFAULT '';
