CREATE INDEX "sync_runs_by_age" ON "sync_runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "sync_runs_errors" ON "sync_runs" USING btree ("id") WHERE error is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_errors" ON "webhook_deliveries" USING btree ("id") WHERE error is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_errors_by_shop" ON "webhook_deliveries" USING btree ("shop_id","id") WHERE error is not null;