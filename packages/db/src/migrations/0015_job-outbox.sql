CREATE TABLE "job_outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "job_outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"queue" text NOT NULL,
	"name" text NOT NULL,
	"payload" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"available_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "used_calls" (
	"hash" text PRIMARY KEY NOT NULL,
	"used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "finished_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "job_outbox_by_availability" ON "job_outbox" USING btree ("available_at");--> statement-breakpoint
CREATE INDEX "used_calls_by_age" ON "used_calls" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "installations_unfinished" ON "installations" USING btree ("id") WHERE finished_at is null;--> statement-breakpoint
-- Known installs have ended, except those whose shop is still to be set up or whose grant is unspent.
UPDATE "installations" SET "finished_at" = now()
WHERE "account_id" IS NOT NULL AND NOT (
	EXISTS (
		SELECT FROM "shops" WHERE "shops"."id" = "installations"."shop_id"
		AND "shops"."status" = 'connecting' AND "shops"."status_reason" IS NULL
	)
	OR ("shop_id" IS NULL AND "error" IS NULL AND ("code" IS NOT NULL OR "tokens" IS NOT NULL))
);
