CREATE SCHEMA "ledger";
--> statement-breakpoint
CREATE TABLE "cart"."merchants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"page_id" uuid,
	"name" text,
	"address" text[] DEFAULT '{}' NOT NULL,
	"tax_number" text DEFAULT '' NOT NULL,
	"provider" text DEFAULT 'sumup' NOT NULL,
	"merchant_code" text,
	"sealed_credentials" text,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "merchants_one_per_page" UNIQUE NULLS NOT DISTINCT("page_id"),
	CONSTRAINT "merchants_of_pages_are_whole" CHECK ("cart"."merchants"."page_id" is null or num_nonnulls("cart"."merchants"."name", "cart"."merchants"."merchant_code", "cart"."merchants"."sealed_credentials") = 3)
);
--> statement-breakpoint
CREATE TABLE "cart"."sellers" (
	"page_id" uuid PRIMARY KEY NOT NULL,
	"fee_basis_points" integer DEFAULT 0 NOT NULL,
	"fee_tax_rate_basis_points" integer DEFAULT 2000 NOT NULL,
	"on_account" boolean DEFAULT false NOT NULL,
	"on_pickup" boolean DEFAULT false NOT NULL,
	"cancel_minutes" integer DEFAULT 60 NOT NULL,
	"donations" boolean DEFAULT false NOT NULL,
	"payout_name" text DEFAULT '' NOT NULL,
	"payout_iban" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "sellers_fee_sane" CHECK ("cart"."sellers"."fee_basis_points" between 0 and 10000),
	CONSTRAINT "sellers_fee_tax_sane" CHECK ("cart"."sellers"."fee_tax_rate_basis_points" between 0 and 10000),
	CONSTRAINT "sellers_cancel_not_negative" CHECK ("cart"."sellers"."cancel_minutes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "cart"."payouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"provider_id" text NOT NULL,
	"type" text NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"transaction_code" text DEFAULT '' NOT NULL,
	"amount_minor" integer NOT NULL,
	"fee_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"paid_on" date NOT NULL,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payouts_row_once" UNIQUE("merchant_id","provider_id")
);
--> statement-breakpoint
CREATE TABLE "cart"."provider_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cart"."provider_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"merchant_code" text NOT NULL,
	"reference" text,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"status" integer,
	"request" jsonb,
	"answer" jsonb,
	"problem" text,
	"took_ms" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cart"."refund_lines" (
	"refund_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"amount_minor" integer NOT NULL,
	CONSTRAINT "refund_lines_refund_id_line_id_pk" PRIMARY KEY("refund_id","line_id"),
	CONSTRAINT "refund_lines_not_negative" CHECK ("cart"."refund_lines"."quantity" >= 0 and "cart"."refund_lines"."amount_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "cart"."refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"payment_id" uuid,
	"ordinal" integer,
	"request_key" uuid NOT NULL,
	"amount_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"method" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"problem" text,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "refunds_request_once" UNIQUE("request_key"),
	CONSTRAINT "refunds_of_payment_in_turn" UNIQUE("payment_id","ordinal"),
	CONSTRAINT "refunds_amount_positive" CHECK ("cart"."refunds"."amount_minor" > 0),
	CONSTRAINT "refunds_by_provider_have_a_payment" CHECK ("cart"."refunds"."method" <> 'provider' or "cart"."refunds"."payment_id" is not null),
	CONSTRAINT "refunds_ordinal_with_payment" CHECK (("cart"."refunds"."payment_id" is null) = ("cart"."refunds"."ordinal" is null)),
	CONSTRAINT "refunds_done_have_a_date" CHECK (("cart"."refunds"."state" = 'done') = ("cart"."refunds"."done_at" is not null)),
	CONSTRAINT "refunds_reason_known" CHECK ("cart"."refunds"."reason" in ('late', 'double', 'cancelled', 'returned', 'packed', 'goodwill')),
	CONSTRAINT "refunds_method_known" CHECK ("cart"."refunds"."method" in ('provider', 'credit', 'cash')),
	CONSTRAINT "refunds_state_known" CHECK ("cart"."refunds"."state" in ('asked', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "cart"."handover_options" (
	"id" uuid PRIMARY KEY NOT NULL,
	"page_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"weekdays" integer[] DEFAULT '{}' NOT NULL,
	"starts_at" text NOT NULL,
	"ends_at" text NOT NULL,
	"lead_days" integer DEFAULT 1 NOT NULL,
	"cutoff" text DEFAULT '18:00' NOT NULL,
	"postcodes" text[] DEFAULT '{}' NOT NULL,
	"fee_minor" integer DEFAULT 0 NOT NULL,
	"free_from_minor" integer,
	"tax_rate_basis_points" integer DEFAULT 0 NOT NULL,
	"currency" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "handover_options_kind_known" CHECK ("cart"."handover_options"."kind" in ('delivery', 'pickup')),
	CONSTRAINT "handover_options_days" CHECK ("cart"."handover_options"."weekdays" <@ array[1, 2, 3, 4, 5, 6, 7]),
	CONSTRAINT "handover_options_times" CHECK ("cart"."handover_options"."starts_at" < "cart"."handover_options"."ends_at"),
	CONSTRAINT "handover_options_clock" CHECK ("cart"."handover_options"."starts_at" ~ '^[0-2][0-9]:[0-5][0-9]$' and "cart"."handover_options"."ends_at" ~ '^[0-2][0-9]:[0-5][0-9]$' and "cart"."handover_options"."cutoff" ~ '^[0-2][0-9]:[0-5][0-9]$'),
	CONSTRAINT "handover_options_fee" CHECK ("cart"."handover_options"."fee_minor" >= 0 and "cart"."handover_options"."free_from_minor" >= 0),
	CONSTRAINT "handover_options_lead" CHECK ("cart"."handover_options"."lead_days" between 0 and 60)
);
--> statement-breakpoint
CREATE TABLE "cart"."handovers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"page_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"choice" text DEFAULT '' NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"address" jsonb,
	"fee_minor" integer DEFAULT 0 NOT NULL,
	"tax_rate_basis_points" integer DEFAULT 0 NOT NULL,
	"tax_minor" integer DEFAULT 0 NOT NULL,
	"packed_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"done_by" uuid,
	CONSTRAINT "handovers_one_per_page" UNIQUE("order_id","page_id"),
	CONSTRAINT "handovers_kind_known" CHECK ("cart"."handovers"."kind" in ('delivery', 'pickup')),
	CONSTRAINT "handovers_fee_not_negative" CHECK ("cart"."handovers"."fee_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "cart"."invoice_counters" (
	"merchant_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "invoice_counters_once" UNIQUE("merchant_id","year")
);
--> statement-breakpoint
CREATE TABLE "cart"."invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"order_id" uuid NOT NULL,
	"refund_id" uuid,
	"content" jsonb NOT NULL,
	"issued_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invoices_one_per_refund" UNIQUE("refund_id"),
	CONSTRAINT "invoices_number_once" UNIQUE("merchant_id","year","number"),
	CONSTRAINT "invoices_kind_known" CHECK ("cart"."invoices"."kind" in ('invoice', 'credit_note')),
	CONSTRAINT "invoices_credit_notes_have_a_refund" CHECK (("cart"."invoices"."kind" = 'credit_note') = ("cart"."invoices"."refund_id" is not null)),
	CONSTRAINT "invoices_number_positive" CHECK ("cart"."invoices"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "cart"."order_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"person_id" uuid,
	"text" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cart"."packings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"line_id" uuid NOT NULL,
	"packed_amount" integer NOT NULL,
	"adjusted_minor" integer NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"person_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "packings_not_negative" CHECK ("cart"."packings"."packed_amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "cart"."voucher_uses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"voucher_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"person_id" uuid,
	"email" "citext",
	"discount_minor" integer NOT NULL,
	"released_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voucher_uses_once_an_order" UNIQUE("voucher_id","order_id"),
	CONSTRAINT "voucher_uses_discount_positive" CHECK ("cart"."voucher_uses"."discount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "cart"."vouchers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" "citext" NOT NULL,
	"page_id" uuid,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"basis_points" integer,
	"amount_minor" integer,
	"currency" text,
	"item_kind" text,
	"item_id" uuid,
	"minimum_minor" integer DEFAULT 0 NOT NULL,
	"max_uses" integer,
	"max_per_person" integer,
	"used" integer DEFAULT 0 NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "vouchers_code_once" UNIQUE("code"),
	CONSTRAINT "vouchers_kind_whole" CHECK (case "cart"."vouchers"."kind"
      when 'percent' then "cart"."vouchers"."basis_points" between 1 and 10000 and "cart"."vouchers"."amount_minor" is null
      when 'amount' then "cart"."vouchers"."amount_minor" > 0 and "cart"."vouchers"."currency" is not null and "cart"."vouchers"."basis_points" is null
      when 'free_item' then "cart"."vouchers"."item_id" is not null and num_nonnulls("cart"."vouchers"."basis_points", "cart"."vouchers"."amount_minor") = 0
      else false end),
	CONSTRAINT "vouchers_item_whole" CHECK (("cart"."vouchers"."item_kind" is null) = ("cart"."vouchers"."item_id" is null)),
	CONSTRAINT "vouchers_used_within" CHECK ("cart"."vouchers"."used" >= 0 and "cart"."vouchers"."used" <= "cart"."vouchers"."max_uses"),
	CONSTRAINT "vouchers_limits_positive" CHECK ("cart"."vouchers"."max_uses" > 0 and "cart"."vouchers"."max_per_person" > 0),
	CONSTRAINT "vouchers_minimum_not_negative" CHECK ("cart"."vouchers"."minimum_minor" >= 0),
	CONSTRAINT "vouchers_end_after_start" CHECK ("cart"."vouchers"."starts_at" < "cart"."vouchers"."ends_at"),
	CONSTRAINT "vouchers_code_plain" CHECK ("cart"."vouchers"."code" ~ '^[A-Za-z0-9-]{3,40}$')
);
--> statement-breakpoint
CREATE TABLE "ledger"."accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"owner_id" uuid,
	"detail" text DEFAULT '' NOT NULL,
	"currency" text NOT NULL,
	"limit_minor" bigint,
	"balance_minor" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_once" UNIQUE NULLS NOT DISTINCT("kind","owner_id","detail","currency"),
	CONSTRAINT "accounts_kind_known" CHECK ("ledger"."accounts"."kind" in ('member', 'guests', 'producer', 'cooperative', 'fees', 'tax', 'deposits', 'provider', 'provider-fees', 'bank', 'cash', 'opening')),
	CONSTRAINT "accounts_currency_iso" CHECK ("ledger"."accounts"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "accounts_within_limit" CHECK ("ledger"."accounts"."balance_minor" <= "ledger"."accounts"."limit_minor")
);
--> statement-breakpoint
CREATE TABLE "ledger"."entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"order_id" uuid,
	"memo" text DEFAULT '' NOT NULL,
	"person_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "entries_once" UNIQUE("key"),
	CONSTRAINT "entries_kind_known" CHECK ("ledger"."entries"."kind" in ('sale', 'payment', 'return', 'refund', 'fee', 'fee-return', 'adjustment', 'top-up', 'provider-payout', 'producer-payout', 'deposit', 'correction'))
);
--> statement-breakpoint
CREATE TABLE "ledger"."postings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger"."postings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"entry_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "postings_move_something" CHECK ("ledger"."postings"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger"."producer_payouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"page_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"amount_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"name" text NOT NULL,
	"iban" text NOT NULL,
	"last_posting" bigint NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "producer_payouts_once_a_run" UNIQUE("run_id","page_id","currency"),
	CONSTRAINT "producer_payouts_positive" CHECK ("ledger"."producer_payouts"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" DROP CONSTRAINT "basket_lines_kind_known";--> statement-breakpoint
ALTER TABLE "cart"."order_lines" DROP CONSTRAINT "order_lines_kind_known";--> statement-breakpoint
ALTER TABLE "cart"."orders" DROP CONSTRAINT "orders_state_known";--> statement-breakpoint
ALTER TABLE "cart"."payments" DROP CONSTRAINT "payments_state_known";--> statement-breakpoint
DROP INDEX "cart"."orders_awaiting_payment";--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ALTER COLUMN "supply_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ALTER COLUMN "email" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "cart"."orders" ALTER COLUMN "name" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "cart"."orders" ALTER COLUMN "state" SET DEFAULT 'draft';--> statement-breakpoint
ALTER TABLE "cart"."orders" ALTER COLUMN "held_until" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD COLUMN "chosen_minor" integer;--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD COLUMN "seen_minor" integer;--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD COLUMN "saved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cart"."baskets" ADD COLUMN "voucher_codes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "suggested_minor" integer;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "discount_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "tax_rate_basis_points" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "tax_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "weighed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "measure_amount" integer;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "measure_unit" text;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "packed_amount" integer;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "adjusted_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "refunded_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD COLUMN "returned_quantity" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."order_transitions" ADD COLUMN "person_id" uuid;--> statement-breakpoint
-- The cooperative itself: what is null in its row is what the configuration says.
INSERT INTO cart.merchants (id, page_id) VALUES (gen_random_uuid(), NULL);--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "merchant_id" uuid;--> statement-breakpoint
UPDATE cart.orders SET merchant_id = (SELECT id FROM cart.merchants WHERE page_id IS NULL);--> statement-breakpoint
ALTER TABLE "cart"."orders" ALTER COLUMN "merchant_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "terms" text DEFAULT 'online' NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "items_minor" integer;--> statement-breakpoint
UPDATE cart.orders SET items_minor = total_minor;--> statement-breakpoint
ALTER TABLE "cart"."orders" ALTER COLUMN "items_minor" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "discount_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "fees_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "tax_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "credit_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "adjusted_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "placed_at" timestamp with time zone;--> statement-breakpoint
UPDATE cart.orders SET placed_at = created_at;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD COLUMN "fulfilled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD COLUMN "merchant_id" uuid;--> statement-breakpoint
UPDATE cart.payments SET merchant_id = (SELECT id FROM cart.merchants WHERE page_id IS NULL);--> statement-breakpoint
ALTER TABLE "cart"."payments" ALTER COLUMN "merchant_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD COLUMN "method" text DEFAULT 'provider' NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD COLUMN "refunded_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD COLUMN "transaction_code" text;--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD COLUMN "paid_at" timestamp with time zone;--> statement-breakpoint
-- A payment that went back, or is on its way, is a paid one with a refund.
INSERT INTO cart.refunds
  (id, order_id, payment_id, ordinal, request_key, amount_minor, currency, reason, method, state, done_at)
SELECT gen_random_uuid(), order_id, id, 1, gen_random_uuid(), amount_minor, currency, 'late', 'provider',
  CASE state WHEN 'refunded' THEN 'done' ELSE 'asked' END, CASE state WHEN 'refunded' THEN now() END
FROM cart.payments WHERE state IN ('refunding', 'refunded');--> statement-breakpoint
UPDATE cart.payments SET refunded_minor = amount_minor, state = 'paid'
WHERE state IN ('refunding', 'refunded');--> statement-breakpoint
UPDATE cart.payments SET paid_at = created_at WHERE state = 'paid';--> statement-breakpoint
ALTER TABLE "events"."ticket_types" ADD COLUMN "floor_minor" integer;--> statement-breakpoint
ALTER TABLE "events"."ticket_types" ADD COLUMN "tax_rate_basis_points" integer DEFAULT 2000 NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."variants" ADD COLUMN "floor_minor" integer;--> statement-breakpoint
ALTER TABLE "cart"."merchants" ADD CONSTRAINT "merchants_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."sellers" ADD CONSTRAINT "sellers_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."payouts" ADD CONSTRAINT "payouts_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "cart"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."refund_lines" ADD CONSTRAINT "refund_lines_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "cart"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."refund_lines" ADD CONSTRAINT "refund_lines_line_id_order_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "cart"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."refunds" ADD CONSTRAINT "refunds_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."refunds" ADD CONSTRAINT "refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "cart"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."refunds" ADD CONSTRAINT "refunds_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."handover_options" ADD CONSTRAINT "handover_options_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."handovers" ADD CONSTRAINT "handovers_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."handovers" ADD CONSTRAINT "handovers_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."handovers" ADD CONSTRAINT "handovers_done_by_people_id_fk" FOREIGN KEY ("done_by") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."invoice_counters" ADD CONSTRAINT "invoice_counters_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "cart"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."invoices" ADD CONSTRAINT "invoices_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "cart"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."invoices" ADD CONSTRAINT "invoices_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."invoices" ADD CONSTRAINT "invoices_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "cart"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."order_notes" ADD CONSTRAINT "order_notes_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."order_notes" ADD CONSTRAINT "order_notes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."packings" ADD CONSTRAINT "packings_line_id_order_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "cart"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."packings" ADD CONSTRAINT "packings_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."voucher_uses" ADD CONSTRAINT "voucher_uses_voucher_id_vouchers_id_fk" FOREIGN KEY ("voucher_id") REFERENCES "cart"."vouchers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."voucher_uses" ADD CONSTRAINT "voucher_uses_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "cart"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."voucher_uses" ADD CONSTRAINT "voucher_uses_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."vouchers" ADD CONSTRAINT "vouchers_page_id_posts_id_fk" FOREIGN KEY ("page_id") REFERENCES "blog"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."vouchers" ADD CONSTRAINT "vouchers_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."entries" ADD CONSTRAINT "entries_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."postings" ADD CONSTRAINT "postings_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "ledger"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."postings" ADD CONSTRAINT "postings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "ledger"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."producer_payouts" ADD CONSTRAINT "producer_payouts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payouts_by_day" ON "cart"."payouts" USING btree ("merchant_id","paid_on");--> statement-breakpoint
CREATE INDEX "payouts_by_transaction" ON "cart"."payouts" USING btree ("merchant_id","transaction_code");--> statement-breakpoint
CREATE INDEX "provider_messages_by_time" ON "cart"."provider_messages" USING btree ("at");--> statement-breakpoint
CREATE INDEX "provider_messages_by_reference" ON "cart"."provider_messages" USING btree ("reference","id");--> statement-breakpoint
CREATE INDEX "refunds_by_order" ON "cart"."refunds" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "handover_options_by_page" ON "cart"."handover_options" USING btree ("page_id","position");--> statement-breakpoint
CREATE INDEX "handovers_by_day" ON "cart"."handovers" USING btree ("page_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_one_per_order" ON "cart"."invoices" USING btree ("order_id") WHERE "cart"."invoices"."kind" = 'invoice';--> statement-breakpoint
CREATE INDEX "invoices_by_order" ON "cart"."invoices" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "order_notes_by_order" ON "cart"."order_notes" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "packings_by_line" ON "cart"."packings" USING btree ("line_id","id");--> statement-breakpoint
CREATE INDEX "voucher_uses_by_order" ON "cart"."voucher_uses" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "vouchers_by_page" ON "cart"."vouchers" USING btree ("page_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "accounts_by_owner" ON "ledger"."accounts" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "entries_by_order" ON "ledger"."entries" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "entries_by_time" ON "ledger"."entries" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "postings_by_entry" ON "ledger"."postings" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "postings_by_account" ON "ledger"."postings" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "producer_payouts_by_page" ON "ledger"."producer_payouts" USING btree ("page_id","id" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "cart"."order_transitions" ADD CONSTRAINT "order_transitions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "cart"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD CONSTRAINT "payments_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "cart"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_lines_by_page" ON "cart"."order_lines" USING btree ("page_id","order_id");--> statement-breakpoint
CREATE INDEX "order_lines_by_item" ON "cart"."order_lines" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "orders_by_merchant" ON "cart"."orders" USING btree ("merchant_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_to_end" ON "cart"."orders" USING btree ("held_until") WHERE "cart"."orders"."state" in ('draft', 'awaiting_payment') and "cart"."orders"."held_until" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_draft_per_person" ON "cart"."orders" USING btree ("person_id","merchant_id") WHERE "cart"."orders"."state" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_draft_per_visitor" ON "cart"."orders" USING btree ("visitor_id","merchant_id") WHERE "cart"."orders"."state" = 'draft';--> statement-breakpoint
CREATE INDEX "payments_by_transaction" ON "cart"."payments" USING btree ("merchant_id","transaction_code");--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD CONSTRAINT "basket_lines_chosen_not_negative" CHECK ("cart"."basket_lines"."chosen_minor" >= 0);--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD CONSTRAINT "basket_lines_note_short" CHECK (length("cart"."basket_lines"."note") <= 500);--> statement-breakpoint
ALTER TABLE "cart"."basket_lines" ADD CONSTRAINT "basket_lines_kind_known" CHECK ("cart"."basket_lines"."kind" in ('product', 'ticket', 'donation'));--> statement-breakpoint
ALTER TABLE "cart"."baskets" ADD CONSTRAINT "baskets_few_vouchers" CHECK (cardinality("cart"."baskets"."voucher_codes") <= 5);--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_scarce_but_donations" CHECK (("cart"."order_lines"."supply_id" is null) = ("cart"."order_lines"."kind" = 'donation'));--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_discount_within_price" CHECK ("cart"."order_lines"."discount_minor" between 0 and "cart"."order_lines"."unit_minor" * "cart"."order_lines"."quantity");--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_tax_sane" CHECK ("cart"."order_lines"."tax_rate_basis_points" between 0 and 10000);--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_returned_within" CHECK ("cart"."order_lines"."returned_quantity" between 0 and "cart"."order_lines"."quantity");--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_refunded_within" CHECK ("cart"."order_lines"."refunded_minor" between 0 and "cart"."order_lines"."unit_minor" * "cart"."order_lines"."quantity" - "cart"."order_lines"."discount_minor");--> statement-breakpoint
ALTER TABLE "cart"."order_lines" ADD CONSTRAINT "order_lines_kind_known" CHECK ("cart"."order_lines"."kind" in ('product', 'ticket', 'donation'));--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_terms_known" CHECK ("cart"."orders"."terms" in ('online', 'on_account', 'on_pickup', 'free'));--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_total_adds_up" CHECK ("cart"."orders"."total_minor" = "cart"."orders"."items_minor" - "cart"."orders"."discount_minor" + "cart"."orders"."fees_minor");--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_credit_within_total" CHECK ("cart"."orders"."credit_minor" between 0 and "cart"."orders"."total_minor");--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_placed_have_a_buyer" CHECK ("cart"."orders"."state" in ('draft', 'cancelled', 'expired') or ("cart"."orders"."email" <> '' and "cart"."orders"."placed_at" is not null));--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_drafts_are_held" CHECK ("cart"."orders"."state" <> 'draft' or "cart"."orders"."held_until" is not null);--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_state_known" CHECK ("cart"."orders"."state" in ('draft', 'awaiting_payment', 'paid', 'paid_late', 'fulfilled', 'cancelled', 'expired', 'partly_refunded', 'refunded'));--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD CONSTRAINT "payments_refunded_within" CHECK ("cart"."payments"."refunded_minor" between 0 and "cart"."payments"."amount_minor");--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD CONSTRAINT "payments_refund_what_came" CHECK ("cart"."payments"."refunded_minor" = 0 or "cart"."payments"."state" = 'paid');--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD CONSTRAINT "payments_method_known" CHECK ("cart"."payments"."method" in ('provider', 'cash'));--> statement-breakpoint
ALTER TABLE "cart"."payments" ADD CONSTRAINT "payments_state_known" CHECK ("cart"."payments"."state" in ('creating', 'pending', 'paid', 'expired'));--> statement-breakpoint
ALTER TABLE "events"."ticket_types" ADD CONSTRAINT "ticket_types_floor_lower" CHECK ("events"."ticket_types"."floor_minor" between 0 and "events"."ticket_types"."price_minor");--> statement-breakpoint
ALTER TABLE "events"."ticket_types" ADD CONSTRAINT "ticket_types_tax_sane" CHECK ("events"."ticket_types"."tax_rate_basis_points" between 0 and 10000);--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_floor_lower" CHECK ("market"."variants"."floor_minor" between 0 and "market"."variants"."price_minor");--> statement-breakpoint
ALTER TABLE "market"."variants" ADD CONSTRAINT "variants_chosen_price_alone" CHECK ("market"."variants"."floor_minor" is null or num_nonnulls("market"."variants"."member_price_minor", "market"."variants"."sale_price_minor") = 0);--> statement-breakpoint
-- What was entered stays as it was entered.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  raise exception 'what is in % stays: write another one that takes it back', tg_table_name
    using errcode = 'restrict_violation';
end $$;--> statement-breakpoint
CREATE TRIGGER entries_are_kept BEFORE UPDATE OR DELETE ON ledger.entries
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger.refuse_change();--> statement-breakpoint
CREATE TRIGGER postings_are_kept BEFORE UPDATE OR DELETE ON ledger.postings
  FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();--> statement-breakpoint
CREATE TRIGGER invoices_are_kept BEFORE UPDATE OR DELETE ON cart.invoices
  FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();--> statement-breakpoint
-- Debits and credits of an entry are equal in each currency, and there are some.
CREATE FUNCTION ledger.check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
declare entry uuid;
begin
  if tg_table_name = 'entries' then entry := new.id; else entry := new.entry_id; end if;
  if not exists (select 1 from ledger.postings where entry_id = entry) or exists (
    select 1 from ledger.postings posting join ledger.accounts account on account.id = posting.account_id
    where posting.entry_id = entry group by account.currency having sum(posting.amount_minor) <> 0
  ) then
    raise exception 'entry % does not balance', entry
      using errcode = 'check_violation', constraint = 'entries_balance';
  end if;
  return null;
end $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT ON ledger.entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_balanced();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON ledger.postings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_balanced();--> statement-breakpoint
-- The balance of an account with a limit is kept, and with it the limit (`accounts_within_limit`).
CREATE FUNCTION ledger.keep_balance() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  update ledger.accounts set balance_minor = balance_minor + new.amount_minor
  where id = new.account_id and limit_minor is not null;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER postings_keep_balance AFTER INSERT ON ledger.postings
  FOR EACH ROW EXECUTE FUNCTION ledger.keep_balance();
