-- +goose Up
-- How exact a figure is, as far as its publisher says so: a row only where
-- something is known, because most figures are official counts without margins.
-- low and high are both 0 where no margins are stated; respondents is 0 where
-- it is not known how many people answered.
CREATE TABLE figure_sureness (
    delivery_id BIGINT NOT NULL,
    indicator   BIGINT NOT NULL,
    period      BIGINT NOT NULL,
    edition_id  BIGINT NOT NULL,
    low         {{double}} NOT NULL,
    high        {{double}} NOT NULL,
    respondents BIGINT NOT NULL,
    PRIMARY KEY (delivery_id, indicator, period, edition_id)
) {{without_rowid}};
