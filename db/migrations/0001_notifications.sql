CREATE TABLE `mentions` (
	`post_id` bigint unsigned NOT NULL,
	`person_id` bigint unsigned NOT NULL,
	CONSTRAINT `mentions_post_id_person_id_pk` PRIMARY KEY(`post_id`,`person_id`)
);
--> statement-breakpoint
CREATE TABLE `notification_choices` (
	`person_id` bigint unsigned NOT NULL,
	`choices` text NOT NULL,
	`digest` varchar(12) NOT NULL,
	`told_up_to` bigint unsigned NOT NULL DEFAULT 0,
	`due_at` datetime(3),
	CONSTRAINT `notification_choices_person_id` PRIMARY KEY(`person_id`)
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` bigint unsigned NOT NULL,
	`recipient_id` bigint unsigned NOT NULL,
	`kind` varchar(24) NOT NULL,
	`actor_id` bigint unsigned NOT NULL DEFAULT 0,
	`subject_id` bigint unsigned NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	`read_at` datetime(3),
	CONSTRAINT `notifications_id` PRIMARY KEY(`id`),
	CONSTRAINT `notifications_once` UNIQUE(`recipient_id`,`kind`,`actor_id`,`subject_id`)
);
--> statement-breakpoint
ALTER TABLE `posts` ADD `mentioned` text;--> statement-breakpoint
CREATE INDEX `mentions_person` ON `mentions` (`person_id`,`post_id`);--> statement-breakpoint
CREATE INDEX `notification_choices_due` ON `notification_choices` (`due_at`);--> statement-breakpoint
CREATE INDEX `notifications_recipient` ON `notifications` (`recipient_id`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`recipient_id`,`read_at`);--> statement-breakpoint
CREATE INDEX `notifications_subject` ON `notifications` (`subject_id`,`kind`);