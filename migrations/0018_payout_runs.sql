CREATE TABLE "ledger"."payout_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"currency" text NOT NULL,
	"name" text NOT NULL,
	"iban" text NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ledger"."payout_runs" ADD CONSTRAINT "payout_runs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payout_runs_by_time" ON "ledger"."payout_runs" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "ledger"."producer_payouts" ADD CONSTRAINT "producer_payouts_run_id_payout_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "ledger"."payout_runs"("id") ON DELETE no action ON UPDATE no action;