CREATE SCHEMA "account";
--> statement-breakpoint
CREATE SCHEMA "blog";
--> statement-breakpoint
CREATE SCHEMA "cart";
--> statement-breakpoint
CREATE SCHEMA "events";
--> statement-breakpoint
CREATE SCHEMA "federation";
--> statement-breakpoint
CREATE SCHEMA "holds";
--> statement-breakpoint
CREATE SCHEMA "market";
--> statement-breakpoint
CREATE TABLE "account"."people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" "citext" NOT NULL,
	"name" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_email_once" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "account"."roles" (
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "roles_person_id_role_pk" PRIMARY KEY("person_id","role"),
	CONSTRAINT "roles_known" CHECK ("account"."roles"."role" in ('author', 'editor', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "blog"."authors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"bio" text DEFAULT '' NOT NULL,
	CONSTRAINT "authors_slug_once" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "blog"."container_relations" (
	"page_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"thing_id" uuid NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "container_relations_kind_thing_id_pk" PRIMARY KEY("kind","thing_id"),
	CONSTRAINT "container_relations_kind_known" CHECK ("blog"."container_relations"."kind" in ('market', 'calendar'))
);
--> statement-breakpoint
CREATE TABLE "blog"."nav_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"app" text NOT NULL,
	"path" text NOT NULL,
	CONSTRAINT "nav_items_place_once" UNIQUE NULLS NOT DISTINCT("parent_id","position"),
	CONSTRAINT "nav_items_path_is_absolute" CHECK ("blog"."nav_items"."path" like '/%')
);
--> statement-breakpoint
CREATE TABLE "blog"."page_managers" (
	"page_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "page_managers_page_id_person_id_pk" PRIMARY KEY("page_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "blog"."page_profiles" (
	"page_id" uuid PRIMARY KEY NOT NULL,
	"person_name" text,
	"person_role" text,
	"person_image" text,
	"place_name" text,
	"place_address" text
);
--> statement-breakpoint
CREATE TABLE "blog"."posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"excerpt" text DEFAULT '' NOT NULL,
	"html" text DEFAULT '' NOT NULL,
	"image" text,
	"image_alt" text DEFAULT '' NOT NULL,
	"author_id" uuid NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"published_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "posts_slug_once" UNIQUE("slug"),
	CONSTRAINT "posts_type_known" CHECK ("blog"."posts"."type" in ('post', 'page')),
	CONSTRAINT "posts_status_known" CHECK ("blog"."posts"."status" in ('draft', 'published')),
	CONSTRAINT "posts_published_have_a_date" CHECK ("blog"."posts"."status" <> 'published' or "blog"."posts"."published_at" is not null),
	CONSTRAINT "posts_slug_fits_a_path" CHECK ("blog"."posts"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "cart"."basket_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"basket_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"item_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "basket_lines_item_once" UNIQUE("basket_id","kind","item_id"),
	CONSTRAINT "basket_lines_kind_known" CHECK ("cart"."basket_lines"."kind" in ('product', 'ticket')),
	CONSTRAINT "basket_lines_quantity_sane" CHECK ("cart"."basket_lines"."quantity" between 1 and 99)
);
--> statement-breakpoint
CREATE TABLE "cart"."baskets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"visitor_id" uuid,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "baskets_one_per_visitor" UNIQUE("visitor_id"),
	CONSTRAINT "baskets_one_per_person" UNIQUE("person_id"),
	CONSTRAINT "baskets_one_owner" CHECK (num_nonnulls("cart"."baskets"."visitor_id", "cart"."baskets"."person_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "cart"."order_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"item_id" uuid NOT NULL,
	"supply_id" uuid NOT NULL,
	"page_id" uuid NOT NULL,
	"title" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"unit_minor" integer NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "order_lines_item_once" UNIQUE("order_id","kind","item_id"),
	CONSTRAINT "order_lines_kind_known" CHECK ("cart"."order_lines"."kind" in ('product', 'ticket')),
	CONSTRAINT "order_lines_quantity_positive" CHECK ("cart"."order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_price_not_negative" CHECK ("cart"."order_lines"."unit_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "cart"."order_transitions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cart"."orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "cart"."orders_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1001 CACHE 1),
	"request_key" uuid NOT NULL,
	"access_key" text NOT NULL,
	"person_id" uuid,
	"visitor_id" uuid,
	"email" "citext" NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'awaiting_payment' NOT NULL,
	"currency" text NOT NULL,
	"total_minor" integer NOT NULL,
	"held_until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"paid_at" timestamp with time zone,
	CONSTRAINT "orders_request_once" UNIQUE("request_key"),
	CONSTRAINT "orders_number_once" UNIQUE("number"),
	CONSTRAINT "orders_state_known" CHECK ("cart"."orders"."state" in ('awaiting_payment', 'paid', 'paid_late', 'cancelled', 'expired', 'refunded')),
	CONSTRAINT "orders_total_not_negative" CHECK ("cart"."orders"."total_minor" >= 0),
	CONSTRAINT "orders_paid_have_a_date" CHECK ("cart"."orders"."state" <> 'paid' or "cart"."orders"."paid_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "cart"."payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"reference" text NOT NULL,
	"webhook_key" text NOT NULL,
	"merchant_code" text NOT NULL,
	"amount_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"state" text DEFAULT 'creating' NOT NULL,
	"checkout_id" text,
	"pay_url" text,
	"transaction_id" text,
	"valid_until" timestamp with time zone NOT NULL,
	"check_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payments_reference_once" UNIQUE("reference"),
	CONSTRAINT "payments_webhook_once" UNIQUE("webhook_key"),
	CONSTRAINT "payments_checkout_once" UNIQUE("checkout_id"),
	CONSTRAINT "payments_attempt_once" UNIQUE("order_id","attempt"),
	CONSTRAINT "payments_reference_short" CHECK (length("cart"."payments"."reference") <= 64),
	CONSTRAINT "payments_amount_positive" CHECK ("cart"."payments"."amount_minor" > 0),
	CONSTRAINT "payments_state_known" CHECK ("cart"."payments"."state" in ('creating', 'pending', 'paid', 'expired', 'refunding', 'refunded'))
);
--> statement-breakpoint
CREATE TABLE "events"."calendars" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"time_zone" text NOT NULL,
	CONSTRAINT "calendars_slug_once" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "events"."entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"calendar_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"image" text,
	"image_alt" text DEFAULT '' NOT NULL,
	"place" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "entries_slug_once" UNIQUE("slug"),
	CONSTRAINT "entries_end_after_start" CHECK ("events"."entries"."ends_at" > "events"."entries"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "events"."ticket_types" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"supply_id" uuid NOT NULL,
	"title" text NOT NULL,
	"price_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ticket_types_price_not_negative" CHECK ("events"."ticket_types"."price_minor" >= 0),
	CONSTRAINT "ticket_types_currency_iso" CHECK ("events"."ticket_types"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "events"."tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ticket_type_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"holder_id" uuid,
	"code" text NOT NULL,
	"state" text DEFAULT 'valid' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tickets_code_once" UNIQUE("code"),
	CONSTRAINT "tickets_issued_once" UNIQUE("order_line_id","number"),
	CONSTRAINT "tickets_state_known" CHECK ("events"."tickets"."state" in ('valid', 'void'))
);
--> statement-breakpoint
CREATE TABLE "federation"."ap_activities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"type" text NOT NULL,
	"object_type" text NOT NULL,
	"object_uri" text NOT NULL,
	"is_public" boolean NOT NULL,
	"activity" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ap_activities_uri_once" UNIQUE("uri"),
	CONSTRAINT "ap_activities_are_json_ld" CHECK ("federation"."ap_activities"."activity" ? '@context' and "federation"."ap_activities"."activity" ? 'actor')
);
--> statement-breakpoint
CREATE TABLE "federation"."ap_handlings" (
	"activity_id" uuid NOT NULL,
	"handler" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"run_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"done_at" timestamp with time zone,
	CONSTRAINT "ap_handlings_activity_id_handler_pk" PRIMARY KEY("activity_id","handler"),
	CONSTRAINT "ap_handlings_state_known" CHECK ("federation"."ap_handlings"."state" in ('waiting', 'done', 'given_up'))
);
--> statement-breakpoint
CREATE TABLE "federation"."oidc_payloads" (
	"model" text NOT NULL,
	"id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"grant_id" text,
	"user_code" text,
	"uid" text,
	"expires_at" timestamp with time zone,
	"consumed_at" timestamp with time zone,
	CONSTRAINT "oidc_payloads_model_id_pk" PRIMARY KEY("model","id")
);
--> statement-breakpoint
CREATE TABLE "federation"."sign_in_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" "citext" NOT NULL,
	"link_hash" text NOT NULL,
	"code_hash" text NOT NULL,
	"interaction_uid" text NOT NULL,
	"app" text NOT NULL,
	"return_to" text NOT NULL,
	"asked_from" text NOT NULL,
	"wrong_codes" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sign_in_mails_link_once" UNIQUE("link_hash")
);
--> statement-breakpoint
CREATE TABLE "federation"."sign_in_tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ticket_hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "sign_in_tickets_hash_once" UNIQUE("ticket_hash")
);
--> statement-breakpoint
CREATE TABLE "federation"."signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"sealed_jwk" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"signs_from" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "holds"."holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"supply_id" uuid NOT NULL,
	"holder_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "holds_take_something" CHECK ("holds"."holds"."quantity" > 0),
	CONSTRAINT "holds_state_known" CHECK ("holds"."holds"."state" in ('active', 'taken', 'released', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "holds"."supplies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"capacity" integer,
	"held" integer DEFAULT 0 NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "supplies_count_from_zero" CHECK ("holds"."supplies"."held" >= 0 and "holds"."supplies"."taken" >= 0),
	CONSTRAINT "supplies_not_oversold" CHECK ("holds"."supplies"."held" + "holds"."supplies"."taken" <= "holds"."supplies"."capacity")
);
--> statement-breakpoint
CREATE TABLE "market"."markets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"image" text,
	CONSTRAINT "markets_slug_once" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "market"."products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"image" text,
	"image_alt" text DEFAULT '' NOT NULL,
	"producer" text,
	"origin" text,
	"allergens" text[] DEFAULT '{}' NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "products_slug_once" UNIQUE("slug"),
	CONSTRAINT "products_status_known" CHECK ("market"."products"."status" in ('draft', 'published'))
);
--> statement-breakpoint
CREATE TABLE "market"."variants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"supply_id" uuid NOT NULL,
	"title" text NOT NULL,
	"price_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"measure_amount" integer,
	"measure_unit" text,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "variants_supply_once" UNIQUE("supply_id"),
	CONSTRAINT "variants_place_once" UNIQUE("product_id","position"),
	CONSTRAINT "variants_price_not_negative" CHECK ("market"."variants"."price_minor" >= 0),
	CONSTRAINT "variants_currency_iso" CHECK ("market"."variants"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "variants_measure_whole" CHECK (("market"."variants"."measure_amount" is null) = ("market"."variants"."measure_unit" is null)),
	CONSTRAINT "variants_measure_positive" CHECK ("market"."variants"."measure_amount" > 0)
);
--> statement-breakpoint
ALTER TABLE "account"."roles" ADD CONSTRAINT "roles_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."authors" ADD CONSTRAINT "authors_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."container_relations" ADD CONSTRAINT "container_relations_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ADD CONSTRAINT "nav_items_parent" FOREIGN KEY ("parent_id") REFERENCES "blog"."nav_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."page_managers" ADD CONSTRAINT "page_managers_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."page_managers" ADD CONSTRAINT "page_managers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."page_profiles" ADD CONSTRAINT "page_profiles_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD CONSTRAINT "posts_author_id_authors_id_fk" FOREIGN KEY ("author_id") REFERENCES "blog"."authors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD CONSTRAINT "basket_lines_basket_id_baskets_id_fk" FOREIGN KEY ("basket_id") REFERENCES "cart"."baskets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."baskets" ADD CONSTRAINT "baskets_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "holds"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."order_transitions" ADD CONSTRAINT "order_transitions_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD CONSTRAINT "payments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."entries" ADD CONSTRAINT "entries_calendar_id_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "events"."calendars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."ticket_types" ADD CONSTRAINT "ticket_types_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "events"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."ticket_types" ADD CONSTRAINT "ticket_types_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "holds"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."tickets" ADD CONSTRAINT "tickets_ticket_type_id_ticket_types_id_fk" FOREIGN KEY ("ticket_type_id") REFERENCES "events"."ticket_types"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."tickets" ADD CONSTRAINT "tickets_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "cart"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."tickets" ADD CONSTRAINT "tickets_holder_id_people_id_fk" FOREIGN KEY ("holder_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "federation"."ap_handlings" ADD CONSTRAINT "ap_handlings_activity_id_ap_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "federation"."ap_activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "federation"."sign_in_tickets" ADD CONSTRAINT "sign_in_tickets_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds"."holds" ADD CONSTRAINT "holds_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "holds"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."products" ADD CONSTRAINT "products_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "market"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "holds"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "container_relations_by_page" ON "blog"."container_relations" USING btree ("page_id","kind","position");--> statement-breakpoint
CREATE INDEX "posts_published_newest" ON "blog"."posts" USING btree ("type","published_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "blog"."posts"."status" = 'published';--> statement-breakpoint
CREATE INDEX "order_transitions_by_order" ON "cart"."order_transitions" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "orders_by_person" ON "cart"."orders" USING btree ("person_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "orders_awaiting_payment" ON "cart"."orders" USING btree ("held_until") WHERE "cart"."orders"."state" = 'awaiting_payment';--> statement-breakpoint
CREATE INDEX "payments_to_check" ON "cart"."payments" USING btree ("check_at") WHERE "cart"."payments"."check_at" is not null;--> statement-breakpoint
CREATE INDEX "entries_by_calendar_start" ON "events"."entries" USING btree ("calendar_id","starts_at");--> statement-breakpoint
CREATE INDEX "entries_by_start" ON "events"."entries" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "ticket_types_by_entry" ON "events"."ticket_types" USING btree ("entry_id","position");--> statement-breakpoint
CREATE INDEX "tickets_by_holder" ON "events"."tickets" USING btree ("holder_id");--> statement-breakpoint
CREATE INDEX "ap_activities_public_newest" ON "federation"."ap_activities" USING btree ("id" DESC NULLS LAST) WHERE "federation"."ap_activities"."is_public";--> statement-breakpoint
CREATE INDEX "ap_handlings_waiting" ON "federation"."ap_handlings" USING btree ("handler","run_at") WHERE "federation"."ap_handlings"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "oidc_payloads_by_grant" ON "federation"."oidc_payloads" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "oidc_payloads_by_uid" ON "federation"."oidc_payloads" USING btree ("model","uid");--> statement-breakpoint
CREATE INDEX "oidc_payloads_by_user_code" ON "federation"."oidc_payloads" USING btree ("model","user_code");--> statement-breakpoint
CREATE INDEX "oidc_payloads_by_expiry" ON "federation"."oidc_payloads" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_mails_by_email" ON "federation"."sign_in_mails" USING btree ("email","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sign_in_mails_by_asker" ON "federation"."sign_in_mails" USING btree ("asked_from","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sign_in_mails_by_interaction" ON "federation"."sign_in_mails" USING btree ("interaction_uid");--> statement-breakpoint
CREATE INDEX "sign_in_mails_by_expiry" ON "federation"."sign_in_mails" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "holds_one_active_per_holder" ON "holds"."holds" USING btree ("holder_id","supply_id") WHERE "holds"."holds"."state" = 'active';--> statement-breakpoint
CREATE INDEX "holds_active_by_expiry" ON "holds"."holds" USING btree ("expires_at") WHERE "holds"."holds"."state" = 'active';--> statement-breakpoint
CREATE INDEX "holds_active_by_supply" ON "holds"."holds" USING btree ("supply_id") WHERE "holds"."holds"."state" = 'active';--> statement-breakpoint
CREATE INDEX "products_on_the_shelf" ON "market"."products" USING btree ("market_id","position","id") WHERE "market"."products"."status" = 'published';