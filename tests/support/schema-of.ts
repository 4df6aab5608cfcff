import type { RowDataPacket } from "mysql2/promise";
import { ask } from "./everything.ts";

const COLUMNS = `
  select table_name, column_name, ordinal_position, column_default, is_nullable, column_type, collation_name, extra
  from information_schema.columns where table_schema = database() order by table_name, ordinal_position`;

const INDEXES = `
  select table_name, index_name, seq_in_index, column_name, non_unique, sub_part
  from information_schema.statistics where table_schema = database() order by table_name, index_name, seq_in_index`;

const TABLES = `
  select table_name, engine, table_collation from information_schema.tables where table_schema = database()
  order by table_name`;

const DATABASE = `
  select default_character_set_name, default_collation_name from information_schema.schemata
  where schema_name = database()`;

const RECORD = "select hash, created_at from __drizzle_migrations order by created_at";

/** All that migrations make of a database, and their record of it. */
export const schemaOf = (url: string): Promise<RowDataPacket[][]> =>
  Promise.all([COLUMNS, INDEXES, TABLES, DATABASE, RECORD].map((statement) => ask(statement, url)));
