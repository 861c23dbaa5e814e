import type { Migration } from "./Migration.ts"

/**
 * What we supply: metering points, supply periods, contracts (product terms) and charge links. All bitemporal like
 * prices; exclusion constraints keep two current rows of one key from claiming the same time. They compare GSRNs as
 * numbers, which a GiST index does three times faster than text.
 */
export const portfolio: Migration = {
  level: 4,
  name: "portfolio",
  statements: `
CREATE TABLE portfolio.metering_point (
  version_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gsrn text COLLATE "C" NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz CHECK (valid_to > valid_from),
  metering_point_type text NOT NULL,
  grid_area text NOT NULL,
  price_area text NOT NULL CHECK (price_area IN ('DK1', 'DK2')),
  parent_gsrn text COLLATE "C",
  master_data jsonb,
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  EXCLUDE USING gist ((gsrn::bigint) WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL)
);
CREATE INDEX metering_point_gsrn ON portfolio.metering_point (gsrn);
CREATE INDEX metering_point_parent ON portfolio.metering_point (parent_gsrn) WHERE parent_gsrn IS NOT NULL;

CREATE TABLE portfolio.supply_period (
  version_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gsrn text COLLATE "C" NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz CHECK (valid_to > valid_from),
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  EXCLUDE USING gist ((gsrn::bigint) WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL)
);
CREATE INDEX supply_period_gsrn ON portfolio.supply_period (gsrn);

-- terms: energy and subscription in whole nano-DKK, as core's ProductTerms has them; settings: production, electric heating.
CREATE TABLE portfolio.contract (
  version_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gsrn text COLLATE "C" NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz CHECK (valid_to > valid_from),
  product_name text NOT NULL,
  terms jsonb NOT NULL,
  settings jsonb,
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  EXCLUDE USING gist ((gsrn::bigint) WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL)
);
CREATE INDEX contract_gsrn ON portfolio.contract (gsrn);

CREATE TABLE portfolio.charge_link (
  version_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gsrn text COLLATE "C" NOT NULL,
  charge_no integer NOT NULL REFERENCES market.charge,
  is_fee boolean NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz CHECK (valid_to > valid_from),
  quantity integer NOT NULL CHECK (quantity >= 1),
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  EXCLUDE USING gist ((gsrn::bigint) WITH =, charge_no WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL AND NOT is_fee)
);
CREATE INDEX charge_link_gsrn ON portfolio.charge_link (gsrn);
-- A fee is an event: it may come again, but not twice at one instant.
CREATE UNIQUE INDEX charge_link_fee ON portfolio.charge_link (gsrn, charge_no, valid_from) WHERE superseded_at IS NULL AND is_fee;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['metering_point', 'supply_period', 'contract', 'charge_link'] LOOP
    EXECUTE format('CREATE TRIGGER keeps_history BEFORE UPDATE ON portfolio.%I FOR EACH ROW EXECUTE FUNCTION public.allow_only_superseding()', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE DELETE ON portfolio.%I FOR EACH ROW EXECUTE FUNCTION public.refuse_change()', t);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON portfolio.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', t);
    PERFORM public.datahub_settlement_grant('SELECT, INSERT, UPDATE', ('portfolio.' || t)::regclass);
  END LOOP;
END $$;
`
}
