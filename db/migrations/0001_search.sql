CREATE TABLE `people_terms` (
	`term` varchar(70) NOT NULL,
	`id` bigint unsigned NOT NULL,
	CONSTRAINT `people_terms_term_id_pk` PRIMARY KEY(`term`,`id`)
);
--> statement-breakpoint
CREATE TABLE `search_people` (
	`id` bigint unsigned NOT NULL,
	`revision` bigint unsigned NOT NULL,
	`words` text NOT NULL,
	CONSTRAINT `search_people_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `search_posts` (
	`id` bigint unsigned NOT NULL,
	`revision` bigint unsigned NOT NULL,
	`words` text NOT NULL,
	CONSTRAINT `search_posts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `search_terms` (
	`term` varchar(70) NOT NULL,
	`id` bigint unsigned NOT NULL,
	CONSTRAINT `search_terms_term_id_pk` PRIMARY KEY(`term`,`id`)
);
