CREATE TABLE "object_changes" (
	"shop_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "object_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"object" text collate "C" NOT NULL,
	"table_name" text NOT NULL,
	"row_id" text collate "C",
	"change" text NOT NULL,
	"source" text NOT NULL,
	"causes" text[] NOT NULL,
	"version" timestamp with time zone,
	"columns" text[],
	CONSTRAINT "object_changes_shop_id_at_id_pk" PRIMARY KEY("shop_id","at","id")
);
--> statement-breakpoint
CREATE TABLE "hour_deltas" (
	"shop_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"counter" text NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shop_hours" (
	"shop_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"deliveries_received" integer DEFAULT 0 NOT NULL,
	"deliveries_applied" integer DEFAULT 0 NOT NULL,
	"deliveries_ignored" integer DEFAULT 0 NOT NULL,
	"deliveries_failed" integer DEFAULT 0 NOT NULL,
	"pushes_completed" integer DEFAULT 0 NOT NULL,
	"pushes_failed" integer DEFAULT 0 NOT NULL,
	"pushes_conflict" integer DEFAULT 0 NOT NULL,
	"runs_succeeded" integer DEFAULT 0 NOT NULL,
	"runs_failed" integer DEFAULT 0 NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"rows_changed" integer DEFAULT 0 NOT NULL,
	"objects_read" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "shop_hours_shop_id_hour_pk" PRIMARY KEY("shop_id","hour")
);
--> statement-breakpoint
DROP INDEX "webhook_deliveries_by_object";--> statement-breakpoint
ALTER TABLE "refetches" ADD COLUMN "causes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "object_changes_by_object" ON "object_changes" USING btree ("shop_id","object","at");--> statement-breakpoint
CREATE INDEX "shop_hours_by_hour" ON "shop_hours" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "pushes_by_mirror_object" ON "pushes" USING btree ("mirror_object","shop_id","id") WHERE mirror_object is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_object" ON "webhook_deliveries" USING btree (left(object, 255),"shop_id","id");