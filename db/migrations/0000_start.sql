ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--> statement-breakpoint
CREATE TABLE `authenticators` (
	`user_id` bigint unsigned NOT NULL,
	`secret` varchar(255) NOT NULL,
	`confirmed_at` datetime(3),
	`last_step` int unsigned NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `authenticators_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
CREATE TABLE `challenges` (
	`challenge_hash` binary(32) NOT NULL,
	`purpose` varchar(16) NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `challenges_challenge_hash` PRIMARY KEY(`challenge_hash`)
);
--> statement-breakpoint
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
CREATE TABLE `data_exports` (
	`id` bigint unsigned NOT NULL,
	`person_id` bigint unsigned NOT NULL,
	`state` varchar(8) NOT NULL,
	`file_key` varchar(32),
	`done` int NOT NULL DEFAULT 0,
	`total` int NOT NULL DEFAULT 0,
	`bytes` bigint unsigned NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3),
	CONSTRAINT `data_exports_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `data_imports` (
	`id` bigint unsigned NOT NULL,
	`person_id` bigint unsigned NOT NULL,
	`state` varchar(8) NOT NULL,
	`file_key` varchar(32) NOT NULL,
	`done` int NOT NULL DEFAULT 0,
	`total` int NOT NULL DEFAULT 0,
	`brought` int NOT NULL DEFAULT 0,
	`present` int NOT NULL DEFAULT 0,
	`refused` int NOT NULL DEFAULT 0,
	`problem` varchar(32),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `data_imports_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `follows` (
	`id` bigint unsigned NOT NULL,
	`follower_id` bigint unsigned NOT NULL,
	`followee_id` bigint unsigned NOT NULL,
	CONSTRAINT `follows_follower_id_followee_id_pk` PRIMARY KEY(`follower_id`,`followee_id`)
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
CREATE TABLE `home_readers` (
	`reader_id` bigint unsigned NOT NULL,
	`floor` bigint unsigned NOT NULL,
	CONSTRAINT `home_readers_reader_id` PRIMARY KEY(`reader_id`)
);
--> statement-breakpoint
CREATE TABLE `home_rows` (
	`reader_id` bigint unsigned NOT NULL,
	`post_id` bigint unsigned NOT NULL,
	`author_id` bigint unsigned NOT NULL,
	CONSTRAINT `home_rows_reader_id_post_id_pk` PRIMARY KEY(`reader_id`,`post_id`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` bigint unsigned NOT NULL,
	`kind` varchar(32) NOT NULL,
	`payload` text NOT NULL,
	`unique_key` varchar(64),
	`run_at` datetime(3) NOT NULL,
	`locked_until` datetime(3),
	`attempts` int NOT NULL DEFAULT 0,
	`last_error` varchar(500),
	`failed_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `jobs_id` PRIMARY KEY(`id`),
	CONSTRAINT `jobs_unique_key` UNIQUE(`unique_key`)
);
--> statement-breakpoint
CREATE TABLE `limits` (
	`key` varchar(64) NOT NULL,
	`points` int NOT NULL DEFAULT 0,
	`expire` bigint unsigned,
	CONSTRAINT `limits_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `mentions` (
	`post_id` bigint unsigned NOT NULL,
	`person_id` bigint unsigned NOT NULL,
	CONSTRAINT `mentions_post_id_person_id_pk` PRIMARY KEY(`post_id`,`person_id`)
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
CREATE TABLE `passkeys` (
	`id` bigint unsigned NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`name` varchar(1600) NOT NULL,
	`credential_hash` binary(32) NOT NULL,
	`credential_id` varchar(1400) NOT NULL,
	`public_key` varchar(1400) NOT NULL,
	`counter` bigint unsigned NOT NULL,
	`transports` varchar(120) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`last_used_at` datetime(3),
	CONSTRAINT `passkeys_id` PRIMARY KEY(`id`),
	CONSTRAINT `passkeys_credential` UNIQUE(`credential_hash`)
);
--> statement-breakpoint
CREATE TABLE `people_terms` (
	`term` varchar(70) NOT NULL,
	`id` bigint unsigned NOT NULL,
	CONSTRAINT `people_terms_term_id_pk` PRIMARY KEY(`term`,`id`)
);
--> statement-breakpoint
CREATE TABLE `posts` (
	`id` bigint unsigned NOT NULL,
	`author_id` bigint unsigned NOT NULL,
	`body` text NOT NULL,
	`language` varchar(12),
	`mentioned` text,
	`revision` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL,
	`edited_at` datetime(3),
	`imported_at` datetime(3),
	`submission` binary(16),
	CONSTRAINT `posts_id` PRIMARY KEY(`id`),
	CONSTRAINT `posts_submission` UNIQUE(`author_id`,`submission`)
);
--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`user_id` bigint unsigned NOT NULL,
	`code_hash` binary(32) NOT NULL,
	CONSTRAINT `recovery_codes_user_id_code_hash_pk` PRIMARY KEY(`user_id`,`code_hash`)
);
--> statement-breakpoint
CREATE TABLE `search_changes` (
	`kind` enum('posts','people') NOT NULL,
	`id` bigint unsigned NOT NULL,
	`change` bigint unsigned NOT NULL,
	CONSTRAINT `search_changes_kind_id_pk` PRIMARY KEY(`kind`,`id`)
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
--> statement-breakpoint
CREATE TABLE `security_events` (
	`id` bigint unsigned NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`kind` varchar(32) NOT NULL,
	`address` varchar(45) NOT NULL,
	`user_agent` varchar(255) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `security_events_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` binary(32) NOT NULL,
	`public_id` varchar(32) NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`remember` boolean NOT NULL,
	`user_agent` varchar(255) NOT NULL,
	`address` varchar(45) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`last_seen_at` datetime(3) NOT NULL,
	`proved_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `sessions_token_hash` PRIMARY KEY(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` varchar(64) NOT NULL,
	`value` text NOT NULL,
	CONSTRAINT `settings_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `tokens` (
	`token_hash` binary(32) NOT NULL,
	`kind` varchar(24) NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`subject` varchar(254) NOT NULL DEFAULT '',
	`tries` tinyint unsigned NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `tokens_token_hash` PRIMARY KEY(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `uploads` (
	`key` varchar(64) NOT NULL,
	`owner_id` bigint unsigned NOT NULL,
	`bytes` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `uploads_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `usernames` (
	`key` varchar(30) NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	CONSTRAINT `usernames_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` bigint unsigned NOT NULL,
	`username` varchar(30) NOT NULL,
	`email` varchar(254),
	`email_key` varchar(254),
	`email_confirmed_at` datetime(3),
	`new_email` varchar(254),
	`password_hash` varchar(255) NOT NULL,
	`name` varchar(1600) NOT NULL DEFAULT '',
	`about` text NOT NULL,
	`locale` varchar(12),
	`theme` varchar(8) NOT NULL DEFAULT 'auto',
	`avatar` varchar(64),
	`admin` boolean NOT NULL DEFAULT false,
	`messages_from` varchar(8) NOT NULL DEFAULT 'everyone',
	`hidden` boolean NOT NULL DEFAULT false,
	`suspended_at` datetime(3),
	`suspended_for` varchar(500),
	`leaves_at` datetime(3),
	`followers_count` int NOT NULL DEFAULT 0,
	`following_count` int NOT NULL DEFAULT 0,
	`posts_count` int NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	`last_seen_at` datetime(3) NOT NULL,
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_email_key` UNIQUE(`email_key`)
);
--> statement-breakpoint
CREATE INDEX `challenges_expires` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE INDEX `conversation_sides_list` ON `conversation_sides` (`person_id`,`state`,`last_id`);--> statement-breakpoint
CREATE INDEX `conversation_sides_unread` ON `conversation_sides` (`person_id`,`state`,`unread`);--> statement-breakpoint
CREATE INDEX `data_exports_person` ON `data_exports` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `data_exports_expires` ON `data_exports` (`expires_at`);--> statement-breakpoint
CREATE INDEX `data_imports_person` ON `data_imports` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `follows_followers` ON `follows` (`followee_id`,`id`,`follower_id`);--> statement-breakpoint
CREATE INDEX `follows_following` ON `follows` (`follower_id`,`id`,`followee_id`);--> statement-breakpoint
CREATE INDEX `hidings_list` ON `hidings` (`viewer_id`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`failed_at`,`run_at`);--> statement-breakpoint
CREATE INDEX `limits_expire` ON `limits` (`expire`);--> statement-breakpoint
CREATE INDEX `mentions_person` ON `mentions` (`person_id`,`post_id`);--> statement-breakpoint
CREATE INDEX `notification_choices_due` ON `notification_choices` (`due_at`);--> statement-breakpoint
CREATE INDEX `notifications_recipient` ON `notifications` (`recipient_id`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`recipient_id`,`read_at`);--> statement-breakpoint
CREATE INDEX `notifications_subject` ON `notifications` (`subject_id`,`kind`);--> statement-breakpoint
CREATE INDEX `passkeys_user` ON `passkeys` (`user_id`);--> statement-breakpoint
CREATE INDEX `posts_author` ON `posts` (`author_id`,`id`);--> statement-breakpoint
CREATE INDEX `search_changes_change` ON `search_changes` (`change`);--> statement-breakpoint
CREATE INDEX `security_events_user` ON `security_events` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `security_events_created` ON `security_events` (`created_at`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `tokens_user` ON `tokens` (`user_id`,`kind`);--> statement-breakpoint
CREATE INDEX `tokens_expires` ON `tokens` (`expires_at`);--> statement-breakpoint
CREATE INDEX `uploads_owner` ON `uploads` (`owner_id`);--> statement-breakpoint
CREATE INDEX `uploads_created` ON `uploads` (`created_at`);--> statement-breakpoint
CREATE INDEX `usernames_user` ON `usernames` (`user_id`);--> statement-breakpoint
CREATE INDEX `users_last_seen` ON `users` (`last_seen_at`);--> statement-breakpoint
CREATE INDEX `users_email_confirmed` ON `users` (`email_confirmed_at`,`id`);