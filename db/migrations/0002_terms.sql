ALTER TABLE `people_terms` ADD `weight` tinyint unsigned DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `search_terms` ADD `weight` tinyint unsigned DEFAULT 0 NOT NULL;