ALTER TABLE "market"."window_schedules" DROP CONSTRAINT "window_schedules_weekdays";--> statement-breakpoint
ALTER TABLE "market"."window_schedules" ADD CONSTRAINT "window_schedules_opens_on_a_day" CHECK ("market"."window_schedules"."opens_on" between 1 and 7);--> statement-breakpoint
ALTER TABLE "market"."window_schedules" ADD CONSTRAINT "window_schedules_closes_on_a_day" CHECK ("market"."window_schedules"."closes_on" between 1 and 7);--> statement-breakpoint
-- As before, in the form that PostgreSQL tells it again when it reads it.
DROP TRIGGER variants_note_price ON market.variants;--> statement-breakpoint
CREATE TRIGGER variants_note_price AFTER UPDATE ON market.variants FOR EACH ROW
  WHEN (old.price_minor IS DISTINCT FROM new.price_minor
    OR old.member_price_minor IS DISTINCT FROM new.member_price_minor
    OR old.sale_price_minor IS DISTINCT FROM new.sale_price_minor
    OR old.currency IS DISTINCT FROM new.currency)
  EXECUTE FUNCTION market.note_price();
