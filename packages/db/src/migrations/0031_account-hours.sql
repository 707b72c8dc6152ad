CREATE TABLE "account_hours" (
	"account_id" text NOT NULL,
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
	CONSTRAINT "account_hours_account_id_hour_pk" PRIMARY KEY("account_id","hour")
);
--> statement-breakpoint
CREATE INDEX "account_hours_by_hour" ON "account_hours" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "shop_hours_failed" ON "shop_hours" USING btree ("hour") WHERE deliveries_failed + pushes_failed + pushes_conflict + runs_failed > 0;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_failed" ON "webhook_deliveries" USING btree ("id") WHERE status = 'failed';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_failed_by_shop" ON "webhook_deliveries" USING btree ("shop_id","id") WHERE status = 'failed';
--> statement-breakpoint
INSERT INTO account_hours
SELECT s.account_id, h.hour, sum(deliveries_received), sum(deliveries_applied), sum(deliveries_ignored), sum(deliveries_failed),
  sum(pushes_completed), sum(pushes_failed), sum(pushes_conflict), sum(runs_succeeded), sum(runs_failed), sum(rows_read),
  sum(rows_changed), sum(objects_read)
FROM shop_hours h JOIN shops s ON s.id = h.shop_id GROUP BY s.account_id, h.hour;
