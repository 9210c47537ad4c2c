-- +goose Up
-- Who is at a standing meeting.
CREATE TABLE seat (
    {{record}},
    meeting BIGINT NOT NULL,
    person  BIGINT NOT NULL,
    purpose TEXT NOT NULL
);
CREATE INDEX seat_by_title ON seat (deleted_at, title_sort, id);
CREATE INDEX seat_by_meeting ON seat (meeting, deleted_at, id);
CREATE INDEX seat_by_person ON seat (person, deleted_at);
