CREATE TABLE "object_switches" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"table_name" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "object_switches" ADD CONSTRAINT "object_switches_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "object_switches_once" ON "object_switches" USING btree ("shop_id","table_name","external_id");