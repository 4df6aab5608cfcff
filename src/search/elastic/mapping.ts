import { createHash } from "node:crypto";
import type { estypes } from "@elastic/elasticsearch";
import { timeOf } from "../../domain/ids.ts";
import { linksIn } from "../../domain/links.ts";
import type { Kind } from "../documents.ts";
import type { PersonDocument, PostDocument } from "../engine.ts";
import { namesOf, tokensOf } from "../words.ts";

/**
 * Of the mappings below and of what is written for a text: raise it with every change to them, and `bun run reindex`
 * moves an installation to it.
 */
export const VERSION = 2;

/**
 * What we match are our own terms, cut and folded by `words.ts` as the database's are, so that both engines find the
 * same. The beginnings of terms are indexed too: a search while one types is no dearer than one for a word.
 */
const terms: estypes.MappingProperty = {
  type: "text",
  analyzer: "whitespace",
  index_prefixes: { min_chars: 1, max_chars: 8 },
};

/** Languages whose word forms Elasticsearch knows without plug-ins. Pairs of characters are our own matter. */
const ANALYZERS: Record<string, string> = {
  ...{ ar: "arabic", de: "german", en: "english", es: "spanish", fa: "persian", fr: "french", hi: "hindi" },
  ...{
    id: "indonesian",
    it: "italian",
    nl: "dutch",
    pt: "portuguese",
    ru: "russian",
    sv: "swedish",
    tr: "turkish",
  },
};

const forms = Object.fromEntries(
  Object.entries(ANALYZERS).map(([language, analyzer]) => [language, { type: "text", analyzer } as const]),
);

const number: estypes.MappingProperty = { type: "long" };

/** A number made of all other fields, to compare what the index has with what it should have; never searched. */
const sum: estypes.MappingProperty = { type: "long", index: false };

/** What is indexed of each kind. Nothing of it is stored: the rows are read from the database. */
export const MAPPINGS = {
  posts: {
    dynamic: "strict",
    _source: { enabled: false },
    properties: {
      id: number,
      sum,
      authorId: number,
      createdAt: { type: "date" },
      language: { type: "keyword" },
      hasLink: { type: "boolean" },
      terms,
      names: terms,
      forms: { properties: forms },
    },
  },
  people: {
    dynamic: "strict",
    _source: { enabled: false },
    properties: { id: number, sum, terms, names: terms },
  },
} satisfies Record<Kind, estypes.MappingTypeMapping>;

/** A post as the index takes it. */
export function postFields({ id, authorId, body, language }: PostDocument) {
  const known = language === null ? "" : languageOf(language);
  return summed({
    ...{ id, authorId, createdAt: timeOf(id), hasLink: linksIn(body).length > 0 },
    ...{ terms: joined(tokensOf(body)), names: joined(namesOf(body)) },
    ...(known === "" ? {} : { language: known }),
    ...(known in ANALYZERS ? { forms: { [known]: body } } : {}),
  });
}

/** A person as the index takes them. */
export const personFields = ({ id, username, name }: PersonDocument) =>
  summed({
    id,
    terms: joined([...tokensOf(username), ...tokensOf(name)]),
    names: `@${username.toLowerCase()}`,
  });

/** Without its region: `es` finds `es-MX`. */
export const languageOf = (language: string) => language.split("-")[0]?.toLowerCase() ?? "";

const joined = (tokens: { term: string }[]) => tokens.map(({ term }) => term).join(" ");

/** 48 bits of a digest are enough to find what went wrong by accident. */
function summed<Fields extends object>(fields: Fields): Fields & { sum: number } {
  const digest = createHash("sha256").update(JSON.stringify(fields)).digest();
  return { ...fields, sum: digest.readUIntBE(0, 6) };
}
