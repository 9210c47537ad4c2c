-- +goose Up
-- The newest change of one sort is asked for by every page that keeps what
-- follows from figures.
CREATE INDEX event_by_kind ON event (kind, seq);
