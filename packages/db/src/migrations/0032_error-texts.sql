DROP INDEX "sync_runs_errors";--> statement-breakpoint
DROP INDEX "webhook_deliveries_errors";--> statement-breakpoint
CREATE INDEX "pushes_error_texts" ON "pushes" USING btree ("id","shop_id","error") WHERE octet_length(error) <= 1000;--> statement-breakpoint
CREATE INDEX "pushes_long_errors" ON "pushes" USING btree ("id") WHERE octet_length(error) > 1000;--> statement-breakpoint
CREATE INDEX "sync_runs_error_texts" ON "sync_runs" USING btree ("id","shop_id","error") WHERE octet_length(error) <= 1000;--> statement-breakpoint
CREATE INDEX "sync_runs_long_errors" ON "sync_runs" USING btree ("id") WHERE octet_length(error) > 1000;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_error_texts" ON "webhook_deliveries" USING btree ("id","shop_id","error") WHERE octet_length(error) <= 1000;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_long_errors" ON "webhook_deliveries" USING btree ("id") WHERE octet_length(error) > 1000;