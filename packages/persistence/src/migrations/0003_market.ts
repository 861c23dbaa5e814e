import type { Migration } from "./Migration.ts"

/**
 * Charges with their price versions, and spot prices. Versions are bitemporal: `valid_from` … `valid_to` (null: open) is
 * when the price holds, `recorded_at` … `superseded_at` when we believed it, so that an old run finds the prices of its
 * day. Numbers, not times, tell rows apart that were recorded within one millisecond.
 */
export const market: Migration = {
  level: 3,
  name: "market",
  statements: `
CREATE TABLE market.charge (
  charge_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner text NOT NULL,
  charge_type text NOT NULL CHECK (charge_type IN ('D01', 'D02', 'D03')),
  code text NOT NULL,
  UNIQUE (owner, charge_type, code)
);

CREATE TABLE market.charge_information (
  information_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  charge_no integer NOT NULL REFERENCES market.charge,
  name text NOT NULL,
  vat_class text NOT NULL CHECK (vat_class IN ('D01', 'D02')),
  is_tax boolean NOT NULL,
  transparent_invoicing boolean NOT NULL,
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz
);
CREATE INDEX charge_information_charge ON market.charge_information (charge_no);
CREATE UNIQUE INDEX charge_information_current ON market.charge_information (charge_no) WHERE superseded_at IS NULL;

-- nano: whole nano-DKK, null where there is no price. amount and flat have one, byLocalHour 24, series one per interval.
CREATE TABLE market.charge_price (
  price_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  charge_no integer NOT NULL REFERENCES market.charge,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz CHECK (valid_to > valid_from),
  kind text NOT NULL CHECK (kind IN ('amount', 'flat', 'byLocalHour', 'series')),
  resolution_minutes smallint CHECK (resolution_minutes IN (15, 60)),
  series_start timestamptz,
  nano bigint[] NOT NULL,
  source text,
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CHECK ((kind = 'series') = (resolution_minutes IS NOT NULL AND series_start IS NOT NULL)),
  CHECK (kind <> 'byLocalHour' OR cardinality(nano) = 24),
  CHECK (kind NOT IN ('amount', 'flat') OR cardinality(nano) = 1),
  EXCLUDE USING gist (charge_no WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL)
);
CREATE INDEX charge_price_charge ON market.charge_price (charge_no);

-- One row for each price that was ever published: a revision is another row.
CREATE TABLE market.spot_price (
  revision_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  price_area text NOT NULL CHECK (price_area IN ('DK1', 'DK2')),
  starts_at timestamptz NOT NULL,
  resolution_minutes smallint NOT NULL CHECK (resolution_minutes IN (15, 60)),
  nano_dkk_per_kwh bigint NOT NULL,
  source text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX spot_price_time ON market.spot_price (price_area, starts_at);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['charge', 'spot_price'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON market.%I FOR EACH ROW EXECUTE FUNCTION public.refuse_change()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['charge_information', 'charge_price'] LOOP
    EXECUTE format('CREATE TRIGGER keeps_history BEFORE UPDATE ON market.%I FOR EACH ROW EXECUTE FUNCTION public.allow_only_superseding()', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE DELETE ON market.%I FOR EACH ROW EXECUTE FUNCTION public.refuse_change()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['charge', 'spot_price', 'charge_information', 'charge_price'] LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON market.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', t);
  END LOOP;
END $$;

SELECT public.datahub_settlement_grant('SELECT, INSERT', 'market.charge');
SELECT public.datahub_settlement_grant('SELECT, INSERT, UPDATE', 'market.charge_information');
SELECT public.datahub_settlement_grant('SELECT, INSERT, UPDATE', 'market.charge_price');
SELECT public.datahub_settlement_grant('SELECT, INSERT', 'market.spot_price');
`
}
