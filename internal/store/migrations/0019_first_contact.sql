-- +goose Up
ALTER TABLE partnership ADD COLUMN areas TEXT NOT NULL DEFAULT '';

CREATE TABLE first_contact (
    {{record}},
    subject      TEXT NOT NULL,
    areas        TEXT NOT NULL,
    person       BIGINT NOT NULL,
    organisation BIGINT NOT NULL,
    reach        TEXT NOT NULL
);
CREATE INDEX first_contact_by_title ON first_contact (deleted_at, title_sort, id);
CREATE INDEX first_contact_by_place ON first_contact (place, deleted_at, title_sort);
