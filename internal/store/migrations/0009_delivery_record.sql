-- +goose Up
-- Deliveries become records: they get the columns that every kind has. One
-- that is still being written counts as deleted, so that no list shows it.
ALTER TABLE delivery ADD COLUMN owner BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN partnership BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN audience BIGINT NOT NULL DEFAULT 4;
ALTER TABLE delivery ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE delivery ADD COLUMN created_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN changed_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN deleted_at BIGINT NOT NULL DEFAULT 1;
ALTER TABLE delivery ADD COLUMN merged_into BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN title_sort {{ordered}} NOT NULL DEFAULT '';
UPDATE delivery SET deleted_at = 0, changed_at = created_at, title_sort = lower(source) WHERE state <> 'writing';
CREATE INDEX delivery_by_title ON delivery (deleted_at, title_sort, id);

