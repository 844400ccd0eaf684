ALTER TABLE "market"."window_schedules" ALTER COLUMN "starts_on" SET DATA TYPE date USING "starts_on"::date;--> statement-breakpoint
ALTER TABLE "market"."order_windows" ADD COLUMN "week_of" date;--> statement-breakpoint
ALTER TABLE "market"."order_windows" ADD COLUMN "by_hand" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."order_windows" ADD COLUMN "skipped_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "market"."order_windows" ADD CONSTRAINT "order_windows_once_a_week" UNIQUE("schedule_id","week_of");