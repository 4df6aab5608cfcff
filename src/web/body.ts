import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import type { App } from "./context.ts";

/** Room for the longest post or message in the widest script, percent-encoded, and for the rest of its form. */
const MOST_BYTES = 128 * 1024;

const METHODS = new Set(["PATCH", "PUT", "DELETE"]);

/** A form as it came: its fields, the method it asks for, or the status that refuses it. */
export interface ReceivedForm {
  fields: Map<string, string[]>;
  method?: string;
  refused?: 400 | 413;
}

const EMPTY: ReceivedForm = { fields: new Map() };

/**
 * Reads the form of a request, once and at the edge, before anything else has a chance to choke on it: too large (413),
 * broken multipart, text that is no UTF-8, NUL characters, or a `_method` that is none of PATCH, PUT, DELETE (400).
 * Other bodies are left alone; no address takes them.
 */
export async function receiveForm(request: Request): Promise<ReceivedForm> {
  const type = request.headers.get("content-type") ?? "";
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type);
  if (request.method === "GET" || request.method === "HEAD") return EMPTY;

  const body = await readUpTo(request, MOST_BYTES);
  if (body === null) return { ...EMPTY, refused: 413 };
  if (!isForm) return EMPTY;
  try {
    const fields = type.toLowerCase().startsWith("multipart")
      ? await multipart(body, type)
      : urlEncoded(body);
    for (const text of [...fields.keys(), ...[...fields.values()].flat()]) {
      if (text.includes("\0")) return { ...EMPTY, refused: 400 };
    }
    const method = fields.get("_method")?.[0];
    if (method === undefined) return { fields };
    const known = request.method === "POST" && METHODS.has(method.toUpperCase());
    return known ? { fields, method: method.toUpperCase() } : { ...EMPTY, refused: 400 };
  } catch {
    return { ...EMPTY, refused: 400 };
  }
}

/** Answers a form that could not be read, now that there is a page to say so in. */
export const refuseBadForm = createMiddleware<App>(async (c, next) => {
  const { refused } = c.env.received;
  if (refused) throw new HTTPException(refused);
  await next();
});

async function readUpTo(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get("content-length") ?? 0) > most) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Unlike URLSearchParams, which puts U+FFFD in their place, throws on bytes that are no UTF-8. */
function urlEncoded(body: Uint8Array): Map<string, string[]> {
  const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
  const fields = new Map<string, string[]>();
  for (const pair of new TextDecoder("utf-8", { fatal: true }).decode(body).split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    add(fields, decode(name), decode(value.join("=")));
  }
  return fields;
}

async function multipart(body: Uint8Array<ArrayBuffer>, type: string): Promise<Map<string, string[]>> {
  new TextDecoder("utf-8", { fatal: true }).decode(body);
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  const fields = new Map<string, string[]>();
  for (const [name, value] of form) if (typeof value === "string") add(fields, name, value);
  return fields;
}

function add(fields: Map<string, string[]>, name: string, value: string) {
  fields.set(name, [...(fields.get(name) ?? []), value]);
}
