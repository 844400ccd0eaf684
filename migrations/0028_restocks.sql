CREATE TABLE "market"."restocks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "market"."restocks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"supply_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "restocks_supply_once" UNIQUE("supply_id")
);
--> statement-breakpoint
ALTER TABLE "market"."restocks" ADD CONSTRAINT "restocks_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "holds"."supplies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- A product on the shelf that nobody could buy can be bought again: see `restocks`. What is promised to
-- baskets counts as there, for it comes back by itself; without a limit there is always some.
CREATE FUNCTION market.note_restock() RETURNS trigger LANGUAGE plpgsql AS $$
declare
  sold_out text := coalesce(current_setting('rose.sold_out', true), '');
begin
  perform from market.variants variant
  join market.products product on product.id = variant.product_id
  where variant.supply_id = new.id and variant.active and product.status = 'published';
  if not found then return null; end if;
  if new.capacity + new.backorder <= new.taken then
    perform set_config('rose.sold_out', sold_out || ' ' || new.id, true);
  elsif strpos(sold_out, new.id::text) = 0 then
    insert into market.restocks (supply_id) values (new.id) on conflict do nothing;
  end if;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER supplies_note_restock AFTER UPDATE OF capacity, backorder, taken ON holds.supplies
  FOR EACH ROW WHEN (coalesce(old.capacity + old.backorder <= old.taken, false)
    IS DISTINCT FROM coalesce(new.capacity + new.backorder <= new.taken, false))
  EXECUTE FUNCTION market.note_restock();
