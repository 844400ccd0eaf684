CREATE TABLE "cart"."order_moves" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "order_moves_from_state_to_state_pk" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
INSERT INTO "cart"."order_moves" (from_state, to_state) VALUES
  ('draft', 'awaiting_payment'), ('draft', 'paid'), ('draft', 'cancelled'), ('draft', 'expired'),
  ('awaiting_payment', 'paid'), ('awaiting_payment', 'paid_late'), ('awaiting_payment', 'cancelled'),
  ('awaiting_payment', 'expired'), ('expired', 'paid'), ('expired', 'paid_late'),
  ('cancelled', 'paid_late'), ('paid_late', 'refunded'), ('paid', 'fulfilled'),
  ('paid', 'partly_refunded'), ('paid', 'refunded'), ('fulfilled', 'paid'),
  ('fulfilled', 'partly_refunded'), ('fulfilled', 'refunded'), ('partly_refunded', 'fulfilled'),
  ('partly_refunded', 'partly_refunded'), ('partly_refunded', 'refunded');--> statement-breakpoint
ALTER TABLE "cart"."order_transitions" ADD CONSTRAINT "order_transitions_move_known" FOREIGN KEY ("from_state","to_state") REFERENCES "cart"."order_moves"("from_state","to_state") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- An order's state is changed by writing the move into its log, and in no other way.
CREATE FUNCTION cart.move_order() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if new.from_state is null then return null; end if;
  update cart.orders set state = new.to_state,
    paid_at = case when new.to_state = 'paid' then coalesce(paid_at, now()) else paid_at end,
    held_until = case when new.to_state = 'paid' then null else held_until end,
    fulfilled_at = case when new.to_state = 'fulfilled' then now() else fulfilled_at end
  where id = new.order_id and state = new.from_state;
  if not found then
    raise exception 'order % is not %', new.order_id, new.from_state
      using errcode = 'check_violation', constraint = 'order_transitions_from_where_it_stands';
  end if;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER order_transitions_move AFTER INSERT ON cart.order_transitions
  FOR EACH ROW EXECUTE FUNCTION cart.move_order();--> statement-breakpoint
CREATE FUNCTION cart.refuse_unlogged_state() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  raise exception 'the state of order % changes by its log alone', old.id
    using errcode = 'check_violation', constraint = 'orders_state_logged';
end $$;--> statement-breakpoint
CREATE TRIGGER orders_state_logged BEFORE UPDATE OF state ON cart.orders FOR EACH ROW
  WHEN (old.state IS DISTINCT FROM new.state AND pg_trigger_depth() = 0)
  EXECUTE FUNCTION cart.refuse_unlogged_state();
