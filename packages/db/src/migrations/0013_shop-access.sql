-- Renamed, not dropped: views and the unique index of connected shops follow the column.
ALTER TABLE "shops" RENAME COLUMN "status" TO "access";--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "status" text GENERATED ALWAYS AS (case when access = 'active' and paused_at is not null then 'paused' else access end) STORED NOT NULL;--> statement-breakpoint
UPDATE "shops" SET "access" = 'active', "paused_at" = "updated_at" WHERE "access" = 'paused';
