ALTER TABLE "cart"."orders" ADD COLUMN "kind" text DEFAULT 'goods' NOT NULL;--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_kind_known" CHECK ("cart"."orders"."kind" in ('goods', 'credit'));--> statement-breakpoint
ALTER TABLE "cart"."orders" ADD CONSTRAINT "orders_credit_is_paid_as_it_is" CHECK ("cart"."orders"."kind" <> 'credit' or ("cart"."orders"."terms" = 'online'
        and "cart"."orders"."total_minor" > 0 and "cart"."orders"."total_minor" = "cart"."orders"."items_minor"
        and "cart"."orders"."tax_minor" = 0 and "cart"."orders"."credit_minor" = 0 and "cart"."orders"."adjusted_minor" = 0));