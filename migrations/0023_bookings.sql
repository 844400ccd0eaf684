CREATE TABLE "events"."bookings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_line_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"holder_id" uuid,
	"code" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"slot_id" uuid NOT NULL,
	"email" "citext" NOT NULL,
	"name" text NOT NULL,
	"cancelled_at" timestamp with time zone,
	CONSTRAINT "bookings_code_once" UNIQUE("code"),
	CONSTRAINT "bookings_issued_once" UNIQUE("order_line_id","number")
);
--> statement-breakpoint
CREATE TABLE "events"."resources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"page_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"image" text,
	"image_alt" text DEFAULT '' NOT NULL,
	"place" text NOT NULL,
	"time_zone" text NOT NULL,
	"price_minor" integer NOT NULL,
	"member_price_minor" integer,
	"currency" text NOT NULL,
	"tax_rate_basis_points" integer DEFAULT 2000 NOT NULL,
	"cancel_minutes" integer,
	"status" text DEFAULT 'draft' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "resources_slug_once" UNIQUE("slug"),
	CONSTRAINT "resources_price_not_negative" CHECK ("events"."resources"."price_minor" >= 0),
	CONSTRAINT "resources_member_price_lower" CHECK ("events"."resources"."member_price_minor" between 0 and "events"."resources"."price_minor"),
	CONSTRAINT "resources_currency_iso" CHECK ("events"."resources"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "resources_tax_sane" CHECK ("events"."resources"."tax_rate_basis_points" between 0 and 10000),
	CONSTRAINT "resources_cancel_not_negative" CHECK ("events"."resources"."cancel_minutes" >= 0),
	CONSTRAINT "resources_status_known" CHECK ("events"."resources"."status" in ('draft', 'published'))
);
--> statement-breakpoint
CREATE TABLE "events"."slots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"resource_id" uuid NOT NULL,
	"supply_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "slots_supply_of_their_own" UNIQUE("supply_id"),
	CONSTRAINT "slots_end_after_start" CHECK ("events"."slots"."ends_at" > "events"."slots"."starts_at")
);
--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" DROP CONSTRAINT "basket_lines_kind_known";--> statement-breakpoint
ALTER TABLE "cart"."order_lines" DROP CONSTRAINT "order_lines_kind_known";--> statement-breakpoint
ALTER TABLE "events"."bookings" ADD CONSTRAINT "bookings_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "cart"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."bookings" ADD CONSTRAINT "bookings_holder_id_people_id_fk" FOREIGN KEY ("holder_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."bookings" ADD CONSTRAINT "bookings_slot_id_slots_id_fk" FOREIGN KEY ("slot_id") REFERENCES "events"."slots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."resources" ADD CONSTRAINT "resources_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."slots" ADD CONSTRAINT "slots_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "events"."resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."slots" ADD CONSTRAINT "slots_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "holds"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bookings_by_holder" ON "events"."bookings" USING btree ("holder_id");--> statement-breakpoint
CREATE INDEX "bookings_by_slot" ON "events"."bookings" USING btree ("slot_id");--> statement-breakpoint
CREATE INDEX "resources_by_page" ON "events"."resources" USING btree ("page_id");--> statement-breakpoint
CREATE INDEX "slots_by_resource_start" ON "events"."slots" USING btree ("resource_id","starts_at");--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD CONSTRAINT "basket_lines_kind_known" CHECK ("cart"."basket_lines"."kind" in ('product', 'ticket', 'booking', 'donation'));--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_kind_known" CHECK ("cart"."order_lines"."kind" in ('product', 'ticket', 'booking', 'donation'));--> statement-breakpoint
ALTER TABLE "events"."slots" ADD CONSTRAINT "slots_never_overlap"
  EXCLUDE USING gist (resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (removed_at IS NULL);
