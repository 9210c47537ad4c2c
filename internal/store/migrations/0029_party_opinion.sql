-- +goose Up
-- What a party says of an agreement before the day on which it is looked at.
ALTER TABLE agreement_party ADD COLUMN opinion TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement_party ADD COLUMN opinion_day TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement_party ADD COLUMN opinion_why TEXT NOT NULL DEFAULT '';
