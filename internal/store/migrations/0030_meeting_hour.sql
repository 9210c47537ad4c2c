-- +goose Up
-- The hours of a standing meeting, 09:30 in the Netherlands, or ''.
ALTER TABLE standing_meeting ADD COLUMN begins TEXT NOT NULL DEFAULT '';
ALTER TABLE standing_meeting ADD COLUMN ends TEXT NOT NULL DEFAULT '';
