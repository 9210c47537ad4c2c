-- +goose Up
CREATE TABLE saved_view (
    {{record}},
    title   TEXT NOT NULL,
    address TEXT NOT NULL,
    note    TEXT NOT NULL
);
CREATE INDEX saved_view_by_title ON saved_view (deleted_at, title_sort, id);
