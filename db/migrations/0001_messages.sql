CREATE TABLE `conversation_sides` (
	`person_id` bigint unsigned NOT NULL,
	`conversation_id` bigint unsigned NOT NULL,
	`other_id` bigint unsigned NOT NULL,
	`state` varchar(8) NOT NULL,
	`last_id` bigint unsigned NOT NULL DEFAULT 0,
	`unread` int NOT NULL DEFAULT 0,
	`read_id` bigint unsigned NOT NULL DEFAULT 0,
	`cleared_id` bigint unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `conversation_sides_person_id_conversation_id_pk` PRIMARY KEY(`person_id`,`conversation_id`)
);
--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` bigint unsigned NOT NULL,
	`low_id` bigint unsigned NOT NULL,
	`high_id` bigint unsigned NOT NULL,
	`last_id` bigint unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `conversations_id` PRIMARY KEY(`id`),
	CONSTRAINT `conversations_pair` UNIQUE(`low_id`,`high_id`)
);
--> statement-breakpoint
CREATE TABLE `hidings` (
	`id` bigint unsigned NOT NULL,
	`viewer_id` bigint unsigned NOT NULL,
	`person_id` bigint unsigned NOT NULL,
	`why` varchar(8) NOT NULL,
	CONSTRAINT `hidings_viewer_id_person_id_why_pk` PRIMARY KEY(`viewer_id`,`person_id`,`why`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`conversation_id` bigint unsigned NOT NULL,
	`id` bigint unsigned NOT NULL,
	`sender_id` bigint unsigned NOT NULL,
	`body` text NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`deleted_at` datetime(3),
	`hidden_from_sender` boolean NOT NULL DEFAULT false,
	`hidden_from_recipient` boolean NOT NULL DEFAULT false,
	`submission` binary(16),
	CONSTRAINT `messages_conversation_id_id_pk` PRIMARY KEY(`conversation_id`,`id`),
	CONSTRAINT `messages_submission` UNIQUE(`sender_id`,`submission`)
);
--> statement-breakpoint
ALTER TABLE `users` ADD `messages_from` varchar(8) DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
CREATE INDEX `conversation_sides_list` ON `conversation_sides` (`person_id`,`state`,`last_id`);--> statement-breakpoint
CREATE INDEX `conversation_sides_unread` ON `conversation_sides` (`person_id`,`state`,`unread`);--> statement-breakpoint
CREATE INDEX `hidings_list` ON `hidings` (`viewer_id`,`id`);