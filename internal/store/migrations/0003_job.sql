-- +goose Up
-- Work that is done after the command or the page that asked for it. See
-- docs/decisions/0018-own-job-queue.md.

CREATE TABLE job (
    id         BIGINT PRIMARY KEY,
    kind       TEXT   NOT NULL,
    -- While a job with this key waits, the same work is not added again; '' is none.
    once_key   TEXT   NOT NULL,
    account_id BIGINT NOT NULL, -- who asked; 0 is the program itself
    payload    TEXT   NOT NULL,
    state      TEXT   NOT NULL, -- waiting, running, done, failed, cancelled
    attempts   BIGINT NOT NULL,
    -- When a worker must look at it next: of a waiting job when it may run, of
    -- a running one when its lease ends, of an ended one 0.
    due_at     BIGINT NOT NULL,
    lease      BIGINT NOT NULL, -- of the worker that has it, or had it last
    worker     TEXT   NOT NULL,
    cancel_at  BIGINT NOT NULL, -- when somebody asked a running job to stop
    problem    TEXT   NOT NULL, -- why the last attempt failed
    progress   TEXT   NOT NULL,
    result     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL
);
CREATE INDEX job_by_due ON job (due_at, id) WHERE due_at > 0;
CREATE INDEX job_by_state ON job (state, id);
CREATE INDEX job_by_account ON job (account_id, id);
CREATE UNIQUE INDEX job_waiting_once ON job (kind, once_key) WHERE state = 'waiting' AND once_key <> '';
CREATE INDEX job_running_once ON job (kind, once_key) WHERE state = 'running' AND once_key <> '';

-- What a job did outside the database, so that a later attempt leaves it.
CREATE TABLE job_mark (
    job_id BIGINT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    name   TEXT   NOT NULL,
    done   BIGINT NOT NULL, -- 0: begun, and nobody knows whether it was done
    PRIMARY KEY (job_id, name)
);

-- Files that jobs made for whoever asked; they lie in the data folder.
CREATE TABLE job_file (
    name       TEXT   PRIMARY KEY, -- of the file in the folder: random
    job_id     BIGINT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    file_name  TEXT   NOT NULL, -- as the reader gets it
    media_type TEXT   NOT NULL,
    bytes      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX job_file_by_job ON job_file (job_id);
CREATE INDEX job_file_by_account ON job_file (account_id);
CREATE INDEX job_file_by_expiry ON job_file (expires_at);
