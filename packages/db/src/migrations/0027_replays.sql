CREATE TABLE "replay_shops" (
	"replay_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"deliveries" integer NOT NULL,
	"after_object" text,
	"after_id" text,
	"replayed" integer DEFAULT 0 NOT NULL,
	"without_body" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "replay_shops_replay_id_shop_id_pk" PRIMARY KEY("replay_id","shop_id")
);
--> statement-breakpoint
CREATE TABLE "replays" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text,
	"filter" jsonb NOT NULL,
	"before" timestamp with time zone NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"deliveries" integer NOT NULL,
	"objects" integer NOT NULL,
	"calls" integer NOT NULL,
	"requested_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "replay_id" text;--> statement-breakpoint
ALTER TABLE "replay_shops" ADD CONSTRAINT "replay_shops_replay_id_replays_id_fk" FOREIGN KEY ("replay_id") REFERENCES "public"."replays"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "replay_shops_by_shop" ON "replay_shops" USING btree ("shop_id");--> statement-breakpoint
CREATE INDEX "replay_shops_open" ON "replay_shops" USING btree ("replay_id","shop_id") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "replays_by_account" ON "replays" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "replays_running" ON "replays" USING btree ("id") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_replay" ON "webhook_deliveries" USING btree ("replay_id","shop_id","status") WHERE replay_id is not null;