ALTER TABLE "privacy_requests" DROP CONSTRAINT "privacy_requests_deliveryId_unique";--> statement-breakpoint
CREATE UNIQUE INDEX "privacy_requests_once" ON "privacy_requests" USING btree ("delivery_id","shop_id");--> statement-breakpoint
ALTER TABLE "sync_run_resources" DROP CONSTRAINT "sync_run_resources_run_id_sync_runs_id_fk";--> statement-breakpoint
ALTER TABLE "alerts" DROP CONSTRAINT "alerts_pkey", ADD CONSTRAINT "alerts_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "erasures" DROP CONSTRAINT "erasures_pkey", ADD CONSTRAINT "erasures_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "object_switches" DROP CONSTRAINT "object_switches_pkey", ADD CONSTRAINT "object_switches_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "privacy_requests" DROP CONSTRAINT "privacy_requests_pkey", ADD CONSTRAINT "privacy_requests_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "pushes" DROP CONSTRAINT "pushes_pkey", ADD CONSTRAINT "pushes_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "quarantine" DROP CONSTRAINT "quarantine_pkey", ADD CONSTRAINT "quarantine_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "sync_runs" DROP CONSTRAINT "sync_runs_pkey", ADD CONSTRAINT "sync_runs_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" DROP CONSTRAINT "webhook_subscriptions_pkey", ADD CONSTRAINT "webhook_subscriptions_id_shop_id_pk" PRIMARY KEY("id","shop_id");--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD COLUMN "shop_id" text;--> statement-breakpoint
UPDATE "sync_run_resources" t SET shop_id = r.shop_id FROM sync_runs r WHERE r.id = t.run_id;--> statement-breakpoint
ALTER TABLE "sync_run_resources" ALTER COLUMN "shop_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_run_resources" DROP CONSTRAINT "sync_run_resources_run_id_resource_pk", ADD CONSTRAINT "sync_run_resources_run_id_resource_shop_id_pk" PRIMARY KEY("run_id","resource","shop_id");--> statement-breakpoint
ALTER TABLE "sync_seen" ADD COLUMN "shop_id" text;--> statement-breakpoint
UPDATE "sync_seen" t SET shop_id = r.shop_id FROM sync_runs r WHERE r.id = t.run_id;--> statement-breakpoint
-- Notes of runs that are gone, which a sweep would delete.
DELETE FROM sync_seen WHERE shop_id IS NULL;--> statement-breakpoint
ALTER TABLE "sync_seen" ALTER COLUMN "shop_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_seen" DROP CONSTRAINT "sync_seen_run_id_resource_external_id_pk", ADD CONSTRAINT "sync_seen_run_id_resource_external_id_shop_id_pk" PRIMARY KEY("run_id","resource","external_id","shop_id");--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD CONSTRAINT "sync_run_resources_run" FOREIGN KEY ("run_id","shop_id") REFERENCES "public"."sync_runs"("id","shop_id") ON DELETE cascade ON UPDATE no action;
