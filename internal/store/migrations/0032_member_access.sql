-- +goose Up
-- Whether a part in a partnership lets its person in, when they have an account:
-- who added it might have invited them there.
ALTER TABLE member ADD COLUMN opens BIGINT NOT NULL DEFAULT 0;
