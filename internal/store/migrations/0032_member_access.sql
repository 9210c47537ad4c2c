-- +goose Up
-- Whether a part in a partnership lets its person in, when they have an account:
-- who added it might have invited them there.
ALTER TABLE member ADD COLUMN opens BIGINT NOT NULL DEFAULT 0;
-- Who keeps a promise now; who made it stays who made it.
ALTER TABLE promise ADD COLUMN keeper BIGINT NOT NULL DEFAULT 0;
UPDATE promise SET keeper = promiser;
-- The account that asked a party to answer.
ALTER TABLE answer_link ADD COLUMN asked_by BIGINT NOT NULL DEFAULT 0;
-- Who asks for an advice, and does something with it.
ALTER TABLE advice_request ADD COLUMN asker BIGINT NOT NULL DEFAULT 0;
-- Which edition the last letter to a party asked about.
ALTER TABLE agreement_party ADD COLUMN asked_edition BIGINT NOT NULL DEFAULT 0;
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
