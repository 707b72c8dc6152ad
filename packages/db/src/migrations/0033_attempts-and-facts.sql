ALTER TABLE "alerts" ADD COLUMN "facts" jsonb;--> statement-breakpoint
ALTER TABLE "pushes" ADD COLUMN "failed_attempts" jsonb DEFAULT '[]'::jsonb NOT NULL;