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
 * Reads the form of a request, once and at the edge, before anything else has a chance to choke on it: too large (413);
 * broken off, broken multipart, no UTF-8, NUL characters, or a `_method` that is none of PATCH, PUT, DELETE (400).
 * Other bodies are left alone; no address takes them.
 */
export async function receiveForm(request: Request): Promise<ReceivedForm> {
  if (request.method === "GET" || request.method === "HEAD") return EMPTY;
  try {
    const body = await readUpTo(request, MOST_BYTES);
    if (body === null) return { ...EMPTY, refused: 413 };
    const fields = await fieldsOf(body, request.headers.get("content-type") ?? "");
    const method = fields.get("_method")?.[0]?.toUpperCase();
    if (method === undefined) return { fields };
    if (request.method === "POST" && METHODS.has(method)) return { fields, method };
  } catch {
    // Broken in one way or another: refused like a `_method` that is none.
  }
  return { ...EMPTY, refused: 400 };
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

/** The fields of a form, none of another body. Throws when it is broken. */
async function fieldsOf(body: Uint8Array<ArrayBuffer>, type: string): Promise<Map<string, string[]>> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of await pairsOf(body, type)) {
    if (name.includes("\0") || value.includes("\0")) throw new Error("A form with NUL characters.");
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}

async function pairsOf(
  body: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<[name: string, value: string][]> {
  const kind = type.toLowerCase();
  if (kind.startsWith("application/x-www-form-urlencoded")) return urlEncoded(utf8(body));
  if (kind.startsWith("multipart/form-data")) return multipart(utf8(body), type);
  return [];
}

const utf8 = (body: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(body);

/** Unlike URLSearchParams, which puts U+FFFD in their place, throws on escaped bytes that are no UTF-8. */
function urlEncoded(body: string): [string, string][] {
  const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
  return body
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [decode(name), decode(value.join("="))];
    });
}

async function multipart(body: string, type: string): Promise<[string, string][]> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  return [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
}
