CREATE TABLE "holds"."movements" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "holds"."movements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"supply_id" uuid NOT NULL,
	"delta" integer NOT NULL,
	"on_hand" integer NOT NULL,
	"kind" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"person_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "movements_move_something" CHECK ("holds"."movements"."delta" <> 0)
);
--> statement-breakpoint
CREATE TABLE "market"."tax_classes" (
	"code" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"rate_basis_points" integer NOT NULL,
	CONSTRAINT "tax_classes_rate_sane" CHECK ("market"."tax_classes"."rate_basis_points" between 0 and 10000)
);
--> statement-breakpoint
CREATE TABLE "market"."product_import_rows" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"outcome" text NOT NULL,
	"values" jsonb NOT NULL,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"problem" text,
	CONSTRAINT "product_import_rows_import_id_line_pk" PRIMARY KEY("import_id","line"),
	CONSTRAINT "product_import_rows_outcome_known" CHECK ("market"."product_import_rows"."outcome" in ('create', 'update', 'same', 'error', 'written'))
);
--> statement-breakpoint
CREATE TABLE "market"."product_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"state" text DEFAULT 'reading' NOT NULL,
	"encoding" text DEFAULT 'utf-8' NOT NULL,
	"columns" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"problem" text,
	"started_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "product_imports_state_known" CHECK ("market"."product_imports"."state" in ('reading', 'ready', 'writing', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "market"."purchase_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purchase_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"title" text NOT NULL,
	"external_id" text NOT NULL,
	"ordered_units" integer NOT NULL,
	"loose_units" integer NOT NULL,
	"case_size" integer NOT NULL,
	"cases" integer NOT NULL,
	"case_price_minor" integer NOT NULL,
	"received_units" integer,
	"over_units" integer GENERATED ALWAYS AS (cases * case_size + loose_units - ordered_units) STORED,
	CONSTRAINT "purchase_lines_item_once" UNIQUE("purchase_id","item_id"),
	CONSTRAINT "purchase_lines_count_from_zero" CHECK ("market"."purchase_lines"."ordered_units" >= 0 and "market"."purchase_lines"."loose_units" >= 0 and "market"."purchase_lines"."cases" >= 0 and "market"."purchase_lines"."case_size" > 0
        and "market"."purchase_lines"."case_price_minor" >= 0 and "market"."purchase_lines"."received_units" >= 0)
);
--> statement-breakpoint
CREATE TABLE "market"."purchase_orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "market"."purchase_orders_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 101 CACHE 1),
	"supplier_id" uuid NOT NULL,
	"window_id" uuid,
	"until" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"currency" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"received_at" timestamp with time zone,
	CONSTRAINT "purchase_orders_number_once" UNIQUE("number"),
	CONSTRAINT "purchase_orders_state_known" CHECK ("market"."purchase_orders"."state" in ('draft', 'sent', 'received', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "market"."accept_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"supplier_id" uuid NOT NULL,
	"field" text NOT NULL,
	"max_basis_points" integer,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "accept_rules_field_once" UNIQUE("supplier_id","field"),
	CONSTRAINT "accept_rules_bound" CHECK ("market"."accept_rules"."max_basis_points" between 0 and 10000),
	CONSTRAINT "accept_rules_price_bounded" CHECK ("market"."accept_rules"."field" <> 'price' or "market"."accept_rules"."max_basis_points" is not null)
);
--> statement-breakpoint
CREATE TABLE "market"."observations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "market"."observations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"item_id" uuid NOT NULL,
	"run_id" uuid,
	"source_url" text NOT NULL,
	"found" jsonb NOT NULL,
	"price_minor" integer,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "market"."pricing_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"supplier_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"match" text DEFAULT '' NOT NULL,
	"margin_basis_points" integer NOT NULL,
	"round_to_minor" integer DEFAULT 1 NOT NULL,
	"ending_minor" integer DEFAULT 0 NOT NULL,
	"tax_class" text DEFAULT 'standard' NOT NULL,
	"prices_include_tax" boolean DEFAULT false NOT NULL,
	CONSTRAINT "pricing_rules_place_once" UNIQUE("supplier_id","position"),
	CONSTRAINT "pricing_rules_margin_sane" CHECK ("market"."pricing_rules"."margin_basis_points" between 0 and 100000),
	CONSTRAINT "pricing_rules_rounding_sane" CHECK ("market"."pricing_rules"."round_to_minor" >= 1 and "market"."pricing_rules"."ending_minor" between 0 and "market"."pricing_rules"."round_to_minor")
);
--> statement-breakpoint
CREATE TABLE "market"."proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"item_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"observation_id" bigint,
	"kind" text NOT NULL,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"rule_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "proposals_kind_known" CHECK ("market"."proposals"."kind" in ('new', 'changed', 'gone')),
	CONSTRAINT "proposals_decided_once" CHECK (("market"."proposals"."state" = 'open') = ("market"."proposals"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "market"."supplier_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"supplier_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"url" text,
	"title" text NOT NULL,
	"found" jsonb NOT NULL,
	"found_hash" text NOT NULL,
	"variant_id" uuid,
	"case_size" integer DEFAULT 1 NOT NULL,
	"loose_units" integer DEFAULT 0 NOT NULL,
	"misses" integer DEFAULT 0 NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_run_id" uuid,
	CONSTRAINT "supplier_items_once" UNIQUE("supplier_id","external_id"),
	CONSTRAINT "supplier_items_case_holds_something" CHECK ("market"."supplier_items"."case_size" > 0),
	CONSTRAINT "supplier_items_loose_units_within_a_case" CHECK ("market"."supplier_items"."loose_units" >= 0 and "market"."supplier_items"."loose_units" < "market"."supplier_items"."case_size")
);
--> statement-breakpoint
CREATE TABLE "market"."categories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"parent_id" uuid,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"image" text,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "categories_slug_once" UNIQUE("market_id","slug"),
	CONSTRAINT "categories_not_within_themselves" CHECK ("market"."categories"."parent_id" <> "market"."categories"."id")
);
--> statement-breakpoint
CREATE TABLE "market"."collection_products" (
	"collection_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "collection_products_collection_id_product_id_pk" PRIMARY KEY("collection_id","product_id")
);
--> statement-breakpoint
CREATE TABLE "market"."collections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"image" text,
	"rule" jsonb,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "collections_slug_once" UNIQUE("market_id","slug")
);
--> statement-breakpoint
CREATE TABLE "market"."product_categories" (
	"product_id" uuid NOT NULL,
	"category_id" uuid NOT NULL,
	CONSTRAINT "product_categories_product_id_category_id_pk" PRIMARY KEY("product_id","category_id")
);
--> statement-breakpoint
CREATE TABLE "market"."product_images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"image" text NOT NULL,
	"alt" text DEFAULT '' NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "product_images_place_once" UNIQUE("product_id","position")
);
--> statement-breakpoint
CREATE TABLE "market"."related_products" (
	"product_id" uuid NOT NULL,
	"related_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "related_products_product_id_related_id_pk" PRIMARY KEY("product_id","related_id"),
	CONSTRAINT "related_products_to_others" CHECK ("market"."related_products"."product_id" <> "market"."related_products"."related_id")
);
--> statement-breakpoint
CREATE TABLE "market"."price_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"variant_id" uuid NOT NULL,
	"price_minor" integer NOT NULL,
	"member_price_minor" integer,
	"sale_price_minor" integer,
	"currency" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"person_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "market"."product_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "market"."product_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"market_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "market"."scraped_hosts" (
	"origin" text PRIMARY KEY NOT NULL,
	"next_turn_at" timestamp with time zone DEFAULT now() NOT NULL,
	"robots" text,
	"robots_status" integer,
	"robots_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "market"."supplier_pages" (
	"supplier_id" uuid NOT NULL,
	"url" text NOT NULL,
	"kind" text NOT NULL,
	"run_id" uuid,
	"depth" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"outcome" text,
	"status" integer,
	"problem" text,
	"etag" text,
	"last_modified" text,
	"content_hash" text,
	"bytes" integer,
	"fetched_at" timestamp with time zone,
	CONSTRAINT "supplier_pages_supplier_id_url_pk" PRIMARY KEY("supplier_id","url")
);
--> statement-breakpoint
CREATE TABLE "market"."supplier_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"supplier_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"file_name" text,
	"state" text DEFAULT 'queued' NOT NULL,
	"problem" text,
	"started_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "supplier_runs_state_known" CHECK ("market"."supplier_runs"."state" in ('queued', 'running', 'stopping', 'stopped', 'done', 'failed')),
	CONSTRAINT "supplier_runs_kind_known" CHECK ("market"."supplier_runs"."kind" in ('web', 'file'))
);
--> statement-breakpoint
CREATE TABLE "market"."suppliers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"title" text NOT NULL,
	"email" text,
	"start_url" text,
	"recipe" jsonb,
	"currency" text NOT NULL,
	"locale" text DEFAULT 'en-GB' NOT NULL,
	"rate_seconds" double precision DEFAULT 2 NOT NULL,
	"every_hours" integer,
	"permission" text,
	"permission_by" uuid,
	"permission_at" timestamp with time zone,
	"next_run_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suppliers_rate_polite" CHECK ("market"."suppliers"."rate_seconds" >= 0),
	CONSTRAINT "suppliers_url_of_the_web" CHECK ("market"."suppliers"."start_url" ~ '^https?://'),
	CONSTRAINT "suppliers_permission_recorded" CHECK (("market"."suppliers"."permission" is null) = ("market"."suppliers"."permission_at" is null))
);
--> statement-breakpoint
CREATE TABLE "market"."order_windows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"schedule_id" uuid,
	"title" text DEFAULT '' NOT NULL,
	"opens_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "order_windows_close_after_they_open" CHECK ("market"."order_windows"."opens_at" < "market"."order_windows"."closes_at")
);
--> statement-breakpoint
CREATE TABLE "market"."pickup_points" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"title" text NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "market"."schedule_pickups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"schedule_id" uuid NOT NULL,
	"point_id" uuid NOT NULL,
	"days_after_closing" integer NOT NULL,
	"starts_at" time NOT NULL,
	"ends_at" time NOT NULL,
	CONSTRAINT "schedule_pickups_once" UNIQUE("schedule_id","point_id","days_after_closing","starts_at"),
	CONSTRAINT "schedule_pickups_after_closing" CHECK ("market"."schedule_pickups"."days_after_closing" between 0 and 30),
	CONSTRAINT "schedule_pickups_end_after_start" CHECK ("market"."schedule_pickups"."starts_at" < "market"."schedule_pickups"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "market"."window_pickups" (
	"window_id" uuid NOT NULL,
	"point_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "window_pickups_window_id_point_id_starts_at_pk" PRIMARY KEY("window_id","point_id","starts_at"),
	CONSTRAINT "window_pickups_end_after_start" CHECK ("market"."window_pickups"."starts_at" < "market"."window_pickups"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "market"."window_schedules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"market_id" uuid NOT NULL,
	"time_zone" text NOT NULL,
	"opens_on" integer NOT NULL,
	"opens_at" time NOT NULL,
	"closes_on" integer NOT NULL,
	"closes_at" time NOT NULL,
	"every_weeks" integer DEFAULT 1 NOT NULL,
	"starts_on" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "window_schedules_one_per_market" UNIQUE("market_id"),
	CONSTRAINT "window_schedules_weekdays" CHECK ("market"."window_schedules"."opens_on" between 1 and 7 and "market"."window_schedules"."closes_on" between 1 and 7),
	CONSTRAINT "window_schedules_weeks" CHECK ("market"."window_schedules"."every_weeks" between 1 and 8)
);
--> statement-breakpoint
ALTER TABLE "holds"."supplies" DROP CONSTRAINT "supplies_not_oversold";--> statement-breakpoint
ALTER TABLE "market"."products" DROP CONSTRAINT "products_status_known";--> statement-breakpoint
ALTER TABLE "holds"."supplies" ADD COLUMN "backorder" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."markets" ADD COLUMN "ordering" text DEFAULT 'always' NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."markets" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."markets" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."products" ADD COLUMN "labels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."products" ADD COLUMN "tax_class" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."products" ADD COLUMN "options" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."products" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."products" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "market"."products" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."products" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', coalesce(producer, '')), 'B') ||
        setweight(to_tsvector('english', left(description, 100000)), 'C')) STORED;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "option_values" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "sku" text;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "gtin" text;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "member_price_minor" integer;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "sale_price_minor" integer;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "sale_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "sale_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "weighed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "min_per_order" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "max_per_order" integer;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "low_stock_at" integer;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "active" boolean DEFAULT true NOT NULL;--> statement-breakpoint
INSERT INTO "market"."tax_classes" ("code", "title", "rate_basis_points") VALUES
  ('standard', 'Standard rate', 2000), ('reduced', 'Reduced rate', 500), ('zero', 'Zero rate', 0);--> statement-breakpoint
UPDATE "market"."products" SET "published_at" = "created_at" WHERE "status" = 'published';--> statement-breakpoint
ALTER TABLE "holds"."movements" ADD CONSTRAINT "movements_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "holds"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds"."movements" ADD CONSTRAINT "movements_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ADD CONSTRAINT "product_import_rows_import_id_product_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "market"."product_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."product_imports" ADD CONSTRAINT "product_imports_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."product_imports" ADD CONSTRAINT "product_imports_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "account"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD CONSTRAINT "purchase_lines_purchase_id_purchase_orders_id_fk" FOREIGN KEY ("purchase_id") REFERENCES "market"."purchase_orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD CONSTRAINT "purchase_lines_item_id_supplier_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "market"."supplier_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."purchase_orders" ADD CONSTRAINT "purchase_orders_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."purchase_orders" ADD CONSTRAINT "purchase_orders_window_id_order_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "market"."order_windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."purchase_orders" ADD CONSTRAINT "purchase_orders_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."accept_rules" ADD CONSTRAINT "accept_rules_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."observations" ADD CONSTRAINT "observations_item_id_supplier_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "market"."supplier_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."observations" ADD CONSTRAINT "observations_run_id_supplier_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "market"."supplier_runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."pricing_rules" ADD CONSTRAINT "pricing_rules_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."pricing_rules" ADD CONSTRAINT "pricing_rules_tax_class_tax_classes_code_fk" FOREIGN KEY ("tax_class") REFERENCES "market"."tax_classes"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD CONSTRAINT "proposals_item_id_supplier_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "market"."supplier_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD CONSTRAINT "proposals_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD CONSTRAINT "proposals_observation_id_observations_id_fk" FOREIGN KEY ("observation_id") REFERENCES "market"."observations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD CONSTRAINT "proposals_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD CONSTRAINT "proposals_rule_id_accept_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "market"."accept_rules"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_items" ADD CONSTRAINT "supplier_items_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_items" ADD CONSTRAINT "supplier_items_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "market"."variants"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_items" ADD CONSTRAINT "supplier_items_last_run_id_supplier_runs_id_fk" FOREIGN KEY ("last_run_id") REFERENCES "market"."supplier_runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."categories" ADD CONSTRAINT "categories_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."categories" ADD CONSTRAINT "categories_parent_id_categories_id_fk" FOREIGN KEY ("parent_id") REFERENCES "market"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."collection_products" ADD CONSTRAINT "collection_products_collection_id_collections_id_fk" FOREIGN KEY ("collection_id") REFERENCES "market"."collections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."collection_products" ADD CONSTRAINT "collection_products_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "market"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."collections" ADD CONSTRAINT "collections_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."product_categories" ADD CONSTRAINT "product_categories_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "market"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."product_categories" ADD CONSTRAINT "product_categories_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "market"."categories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."product_images" ADD CONSTRAINT "product_images_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "market"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."related_products" ADD CONSTRAINT "related_products_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "market"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."related_products" ADD CONSTRAINT "related_products_related_id_products_id_fk" FOREIGN KEY ("related_id") REFERENCES "market"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."price_changes" ADD CONSTRAINT "price_changes_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "market"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."price_changes" ADD CONSTRAINT "price_changes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_pages" ADD CONSTRAINT "supplier_pages_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_pages" ADD CONSTRAINT "supplier_pages_run_id_supplier_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "market"."supplier_runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_runs" ADD CONSTRAINT "supplier_runs_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_runs" ADD CONSTRAINT "supplier_runs_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."suppliers" ADD CONSTRAINT "suppliers_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."suppliers" ADD CONSTRAINT "suppliers_permission_by_people_id_fk" FOREIGN KEY ("permission_by") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."order_windows" ADD CONSTRAINT "order_windows_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."order_windows" ADD CONSTRAINT "order_windows_schedule_id_window_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "market"."window_schedules"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."pickup_points" ADD CONSTRAINT "pickup_points_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."schedule_pickups" ADD CONSTRAINT "schedule_pickups_schedule_id_window_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "market"."window_schedules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."schedule_pickups" ADD CONSTRAINT "schedule_pickups_point_id_pickup_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "market"."pickup_points"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."window_pickups" ADD CONSTRAINT "window_pickups_window_id_order_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "market"."order_windows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."window_pickups" ADD CONSTRAINT "window_pickups_point_id_pickup_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "market"."pickup_points"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."window_schedules" ADD CONSTRAINT "window_schedules_market_id_markets_id_fk" FOREIGN KEY ("market_id") REFERENCES "market"."markets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "movements_by_supply" ON "holds"."movements" USING btree ("supply_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "product_import_rows_by_outcome" ON "market"."product_import_rows" USING btree ("import_id","outcome","line");--> statement-breakpoint
CREATE INDEX "product_imports_by_market" ON "market"."product_imports" USING btree ("market_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "purchase_orders_by_supplier" ON "market"."purchase_orders" USING btree ("supplier_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "observations_by_item" ON "market"."observations" USING btree ("item_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_one_open" ON "market"."proposals" USING btree ("item_id") WHERE "market"."proposals"."state" = 'open';--> statement-breakpoint
CREATE INDEX "proposals_open" ON "market"."proposals" USING btree ("supplier_id","kind","id") WHERE "market"."proposals"."state" = 'open';--> statement-breakpoint
CREATE INDEX "supplier_items_by_variant" ON "market"."supplier_items" USING btree ("variant_id");--> statement-breakpoint
CREATE INDEX "supplier_items_by_run" ON "market"."supplier_items" USING btree ("supplier_id","last_run_id");--> statement-breakpoint
CREATE INDEX "categories_by_parent" ON "market"."categories" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "collection_products_by_product" ON "market"."collection_products" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "product_categories_by_category" ON "market"."product_categories" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "price_changes_by_variant" ON "market"."price_changes" USING btree ("variant_id","at");--> statement-breakpoint
CREATE INDEX "product_changes_since" ON "market"."product_changes" USING btree ("market_id","transaction");--> statement-breakpoint
CREATE INDEX "supplier_pages_waiting" ON "market"."supplier_pages" USING btree ("run_id","depth") WHERE "market"."supplier_pages"."outcome" is null;--> statement-breakpoint
CREATE INDEX "supplier_pages_of_run" ON "market"."supplier_pages" USING btree ("run_id","outcome");--> statement-breakpoint
CREATE UNIQUE INDEX "supplier_runs_one_at_a_time" ON "market"."supplier_runs" USING btree ("supplier_id") WHERE "market"."supplier_runs"."state" in ('queued', 'running', 'stopping');--> statement-breakpoint
CREATE INDEX "supplier_runs_by_supplier" ON "market"."supplier_runs" USING btree ("supplier_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "suppliers_due" ON "market"."suppliers" USING btree ("next_run_at") WHERE "market"."suppliers"."next_run_at" is not null;--> statement-breakpoint
CREATE INDEX "suppliers_by_market" ON "market"."suppliers" USING btree ("market_id");--> statement-breakpoint
CREATE INDEX "order_windows_by_market" ON "market"."order_windows" USING btree ("market_id","closes_at");--> statement-breakpoint
ALTER TABLE "market"."products" ADD CONSTRAINT "products_tax_class_tax_classes_code_fk" FOREIGN KEY ("tax_class") REFERENCES "market"."tax_classes"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "products_newest" ON "market"."products" USING btree ("published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "market"."products"."status" = 'published';--> statement-breakpoint
CREATE INDEX "products_by_market" ON "market"."products" USING btree ("market_id","updated_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "products_search" ON "market"."products" USING gin ("search");--> statement-breakpoint
CREATE INDEX "products_title_trigrams" ON "market"."products" USING gin (lower("title") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "variants_by_sku" ON "market"."variants" USING btree ("sku");--> statement-breakpoint
ALTER TABLE "holds"."supplies" ADD CONSTRAINT "supplies_backorder_from_zero" CHECK ("holds"."supplies"."backorder" >= 0);--> statement-breakpoint
ALTER TABLE "holds"."supplies" ADD CONSTRAINT "supplies_not_oversold" CHECK ("holds"."supplies"."held" + "holds"."supplies"."taken" <= "holds"."supplies"."capacity" + "holds"."supplies"."backorder");--> statement-breakpoint
ALTER TABLE "market"."markets" ADD CONSTRAINT "markets_ordering_known" CHECK ("market"."markets"."ordering" in ('always', 'windows'));--> statement-breakpoint
ALTER TABLE "market"."products" ADD CONSTRAINT "products_published_have_a_date" CHECK ("market"."products"."status" <> 'published' or "market"."products"."published_at" is not null);--> statement-breakpoint
ALTER TABLE "market"."products" ADD CONSTRAINT "products_status_known" CHECK ("market"."products"."status" in ('draft', 'published', 'archived'));--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_member_price_lower" CHECK ("market"."variants"."member_price_minor" between 0 and "market"."variants"."price_minor");--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_sale_price_lower" CHECK ("market"."variants"."sale_price_minor" between 0 and "market"."variants"."price_minor");--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_sale_ends_after_it_begins" CHECK ("market"."variants"."sale_from" < "market"."variants"."sale_until");--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_order_bounds" CHECK (1 <= "market"."variants"."min_per_order" and "market"."variants"."min_per_order" <= "market"."variants"."max_per_order");--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_low_stock_from_zero" CHECK ("market"."variants"."low_stock_at" >= 0);--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gist;--> statement-breakpoint
ALTER TABLE "market"."order_windows" ADD CONSTRAINT "order_windows_one_at_a_time"
  EXCLUDE USING gist (market_id WITH =, tstzrange(opens_at, closes_at) WITH &&);--> statement-breakpoint
-- Who changes something, why and how, as the transaction said (`explainChanges`).
CREATE FUNCTION market.explained(what text) RETURNS text LANGUAGE sql STABLE AS
$$ select nullif(current_setting('rose.' || what, true), '') $$;--> statement-breakpoint
-- The ledger: whatever changes what is on hand is written down, by whomever.
CREATE FUNCTION holds.note_movement() RETURNS trigger LANGUAGE plpgsql AS $$
declare
  before integer := case when tg_op = 'UPDATE' then coalesce(old.capacity - old.taken, 0) else 0 end;
  after integer := coalesce(new.capacity - new.taken, 0);
begin
  if after <> before then
    insert into holds.movements (supply_id, delta, on_hand, kind, reason, person_id)
    values (new.id, after - before, after,
      case
        when tg_op = 'INSERT' then 'opening'
        when new.taken > old.taken then 'sale'
        when new.taken < old.taken then 'return'
        else coalesce(market.explained('kind'), 'correction')
      end,
      coalesce(market.explained('reason'), ''), market.explained('person')::uuid);
  end if;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER supplies_note_movement AFTER INSERT OR UPDATE OF capacity, taken ON holds.supplies
  FOR EACH ROW EXECUTE FUNCTION holds.note_movement();--> statement-breakpoint
INSERT INTO holds.movements (supply_id, delta, on_hand, kind)
  SELECT id, capacity - taken, capacity - taken, 'opening' FROM holds.supplies
  WHERE capacity <> taken;--> statement-breakpoint
CREATE FUNCTION market.note_price() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  insert into market.price_changes (id, variant_id, price_minor, member_price_minor,
    sale_price_minor, currency, reason, person_id)
  values (gen_random_uuid(), new.id, new.price_minor, new.member_price_minor, new.sale_price_minor,
    new.currency, coalesce(market.explained('reason'), ''), market.explained('person')::uuid);
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER variants_note_first_price AFTER INSERT ON market.variants
  FOR EACH ROW EXECUTE FUNCTION market.note_price();--> statement-breakpoint
CREATE TRIGGER variants_note_price AFTER UPDATE ON market.variants FOR EACH ROW
  WHEN ((old.price_minor, old.member_price_minor, old.sale_price_minor, old.currency)
    IS DISTINCT FROM (new.price_minor, new.member_price_minor, new.sale_price_minor, new.currency))
  EXECUTE FUNCTION market.note_price();--> statement-breakpoint
INSERT INTO market.price_changes (id, variant_id, price_minor, currency)
  SELECT gen_random_uuid(), id, price_minor, currency FROM market.variants;--> statement-breakpoint
-- What a listing shows of a product has changed: see `product_changes`.
CREATE FUNCTION market.note_product() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  insert into market.product_changes (market_id, product_id) values (new.market_id, new.id);
  if tg_op = 'UPDATE' and old.market_id <> new.market_id then
    insert into market.product_changes (market_id, product_id) values (old.market_id, new.id);
  end if;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER products_note_change AFTER INSERT OR UPDATE ON market.products
  FOR EACH ROW EXECUTE FUNCTION market.note_product();--> statement-breakpoint
CREATE FUNCTION market.note_product_of() RETURNS trigger LANGUAGE plpgsql AS $$
declare changed uuid := case when tg_op = 'DELETE' then old.product_id else new.product_id end;
begin
  insert into market.product_changes (market_id, product_id)
  select market_id, id from market.products where id = changed;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER variants_note_change AFTER INSERT OR UPDATE OR DELETE ON market.variants
  FOR EACH ROW EXECUTE FUNCTION market.note_product_of();--> statement-breakpoint
CREATE TRIGGER product_categories_note_change AFTER INSERT OR DELETE ON market.product_categories
  FOR EACH ROW EXECUTE FUNCTION market.note_product_of();--> statement-breakpoint
CREATE TRIGGER collection_products_note_change AFTER INSERT OR UPDATE OR DELETE
  ON market.collection_products FOR EACH ROW EXECUTE FUNCTION market.note_product_of();--> statement-breakpoint
-- Only when the last one goes or the first one comes: a sale writes nothing here.
CREATE FUNCTION market.note_availability() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  insert into market.product_changes (market_id, product_id)
  select product.market_id, product.id from market.variants variant
  join market.products product on product.id = variant.product_id
  where variant.supply_id = new.id;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER supplies_note_availability AFTER UPDATE ON holds.supplies FOR EACH ROW
  WHEN ((old.capacity IS NULL OR old.held + old.taken < old.capacity + old.backorder)
    <> (new.capacity IS NULL OR new.held + new.taken < new.capacity + new.backorder))
  EXECUTE FUNCTION market.note_availability();--> statement-breakpoint
-- A category is never within itself, however many are moved at once.
CREATE FUNCTION market.check_category_tree() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  perform pg_advisory_xact_lock(hashtext('market.categories'), hashtext(new.market_id::text));
  if not exists (select 1 from market.categories
    where id = new.parent_id and market_id = new.market_id) then
    raise exception 'a category and its parent are of one market'
      using errcode = 'check_violation', constraint = 'categories_of_one_market';
  end if;
  if exists (
    with recursive above as (
      select id, parent_id from market.categories where id = new.parent_id
      union select up.id, up.parent_id from market.categories up join above on up.id = above.parent_id
    ) select 1 from above where id = new.id
  ) then
    raise exception 'a category cannot be within itself'
      using errcode = 'check_violation', constraint = 'categories_are_a_tree';
  end if;
  return new;
end $$;--> statement-breakpoint
CREATE TRIGGER categories_are_a_tree BEFORE INSERT OR UPDATE OF parent_id, market_id
  ON market.categories FOR EACH ROW WHEN (new.parent_id IS NOT NULL)
  EXECUTE FUNCTION market.check_category_tree();
