CREATE TABLE "push_senders" (
	"shop_id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"lease_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pushes" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "pushes_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"kind" text NOT NULL,
	"entity" text NOT NULL,
	"object" jsonb NOT NULL,
	"payload" jsonb,
	"target" jsonb,
	"object_key" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"hold_reason" text,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempt_key" text,
	"attempt_at" timestamp with time zone,
	"attempt_request" jsonb,
	"error_code" text,
	"error" text,
	"result" jsonb,
	"superseded_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "shop_settings" ADD COLUMN "push_settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "push_senders" ADD CONSTRAINT "push_senders_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pushes_by_key" ON "pushes" USING btree ("shop_id","key");--> statement-breakpoint
CREATE INDEX "pushes_by_shop" ON "pushes" USING btree ("shop_id","id");--> statement-breakpoint
CREATE INDEX "pushes_open" ON "pushes" USING btree ("shop_id","status","due_at","seq") WHERE status in ('pending', 'held', 'processing', 'conflict');--> statement-breakpoint
CREATE INDEX "pushes_of_object" ON "pushes" USING btree ("shop_id","object_key","seq") WHERE status in ('pending', 'held', 'processing', 'conflict');--> statement-breakpoint
CREATE INDEX "pushes_due" ON "pushes" USING btree ("due_at","shop_id") WHERE status in ('pending', 'processing', 'held');--> statement-breakpoint
CREATE INDEX "pushes_to_empty" ON "pushes" USING btree ("finished_at") WHERE payload is not null and finished_at is not null;