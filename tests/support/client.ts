import { type Document, type Element, type HTMLFormElement, type HTMLInputElement, Window } from "happy-dom";
import { answer } from "../../src/app.tsx";
import type { Viewer } from "../../src/domain/people.ts";
import { startSession } from "../../src/domain/sessions.ts";

export type { Element };

/** Where the client finds the site. */
export const SITE = "http://localhost";

interface Options {
  /** As htmx asks for a part of a page. */
  partial?: boolean;
  /** Headers besides those that a browser sends; `null` takes one of those away. */
  headers?: Record<string, string | null>;
  /** Where the request comes from; otherwise nobody knows. */
  address?: string;
}

type Fields = Record<string, string>;

/** A browser in which this person is signed in. */
export const as = (viewer: Pick<Viewer, "id">) => new Client(viewer);

/** A browser in which nobody is signed in. */
export const signedOut = () => new Client();

/** A browser without JavaScript, as the site sees it: it keeps cookies, follows links and submits forms. */
export class Client {
  readonly cookies = new Map<string, string>();
  /** The last whole page, and where it was. */
  page: Answer | null = null;
  private lead: string | null = null;

  constructor(private viewer: Pick<Viewer, "id"> | null = null) {}

  get(path: string, options?: Options) {
    return this.send("GET", path, undefined, options);
  }

  post(path: string, fields: Fields = {}, options?: Options) {
    return this.send("POST", path, fields, options);
  }

  /** As a form on a page does it: by POST, with `_method`. */
  patch(path: string, fields: Fields, options?: Options) {
    return this.post(path, { _method: "PATCH", ...fields }, options);
  }

  delete(path: string, options?: Options) {
    return this.post(path, { _method: "DELETE" }, options);
  }

  /** Goes where the last answer leads to. */
  follow() {
    if (this.lead === null) throw new Error("The last answer leads nowhere.");
    return this.get(this.lead);
  }

  /** Follows the first link that reads, or is called, `name`; what is in the middle of the page comes first. */
  click(name: string) {
    const links = [...this.onPage("main a[href]"), ...this.onPage("a[href]")];
    const link = links.find((element) => isCalled(element, name));
    if (!link) throw new Error(`No link "${name}" among ${links.map(nameOf).join(", ")}.`);
    return this.get(link.getAttribute("href") ?? "");
  }

  /**
   * Submits the first POST form of the page with this address, or with a button of this name, as it stands there with all
   * its hidden fields, after filling in `values`. Only what the form has can be filled in.
   */
  submit(formOrButton: string, values: Fields = {}, options?: Options) {
    const buttons = this.onPage("form[method=post] button");
    const button = buttons.find(
      (element) =>
        isCalled(element, formOrButton) || element.closest("form")?.getAttribute("action") === formOrButton,
    );
    const form = button?.closest("form") as HTMLFormElement | null | undefined;
    if (!button || !form)
      throw new Error(`No form "${formOrButton}" among ${buttons.map(nameOf).join(", ")}.`);

    for (const [name, value] of Object.entries(values)) fillIn(form, name, value);
    const data = new (windowOf(form).FormData)(form, button as never);
    const fields = Object.fromEntries([...data].map(([name, value]) => [name, String(value)]));
    return this.post(form.getAttribute("action") ?? "", fields, options);
  }

  /** Whatever else a program may send. */
  async send(
    method: string,
    path: string,
    content?: Fields | BodyInit,
    options: Options = {},
  ): Promise<Answer> {
    await this.signIn();
    const url = new URL(path, this.page?.url ?? SITE);
    const body = isFields(content) ? new URLSearchParams(content) : content;
    const isGet = method.toUpperCase() === "GET";
    const request = new Request(url, { method, headers: this.headers(isGet, options), body });
    const response = await answer(request, options.address);

    this.keepCookies(response);
    const answered = new Answer(url.href, response, await response.text());
    this.lead = answered.lead;
    if (answered.isPage) this.page = answered;
    return answered;
  }

  private headers(isGet: boolean, { partial, headers = {} }: Options): Headers {
    const sent = new Headers({ Accept: "text/html", Host: "localhost", "Sec-Fetch-Site": "same-origin" });
    if (!isGet) sent.set("Origin", SITE);
    if (this.page) sent.set("Referer", this.page.url);
    if (this.cookies.size > 0) sent.set("Cookie", [...this.cookies].map((pair) => pair.join("=")).join("; "));
    if (partial) {
      sent.set("HX-Request", "true");
      sent.set("HX-Request-Type", "partial");
      sent.set("HX-Current-URL", this.page?.url ?? `${SITE}/`);
    }
    for (const [name, value] of Object.entries(headers))
      value === null ? sent.delete(name) : sent.set(name, value);
    return sent;
  }

  private async signIn() {
    if (!this.viewer) return;
    const { id } = this.viewer;
    this.viewer = null;
    this.cookies.set(
      "session",
      await startSession(id, { remember: false, userAgent: "Test", address: "127.0.0.1" }),
    );
  }

  private keepCookies(response: Response) {
    for (const line of response.headers.getSetCookie()) {
      const cookie = Bun.Cookie.parse(line);
      if (cookie.isExpired()) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, encodeURIComponent(cookie.value));
    }
  }

  private onPage(selector: string): Element[] {
    if (!this.page) throw new Error("There is no page yet.");
    return this.page.all(selector);
  }
}

/** What came back. */
export class Answer {
  readonly status: number;
  readonly headers: Headers;
  private parsed: Document | null = null;

  constructor(
    readonly url: string,
    response: Response,
    readonly text: string,
  ) {
    this.status = response.status;
    this.headers = response.headers;
  }

  /** Where it sends the browser or htmx; null: nowhere. */
  get lead(): string | null {
    return this.headers.get("Location") ?? this.headers.get("HX-Redirect");
  }

  get isPage(): boolean {
    return this.text.startsWith("<!doctype html>");
  }

  get document(): Document {
    this.parsed ??= parse(this.text);
    return this.parsed;
  }

  get title(): string {
    return this.document.title;
  }

  /** The bodies of the posts on it, in their order. */
  get posts(): string[] {
    return this.texts("article .post-text");
  }

  /** The notice of what happened just before; null: none. */
  get notice(): string | null {
    return this.texts("main > .alert")[0] ?? null;
  }

  /** The line by which it sets this cookie; undefined: it does not. */
  setCookie(name: string): string | undefined {
    return this.headers.getSetCookie().find((line) => line.startsWith(`${name}=`));
  }

  all(selector: string): Element[] {
    return [...this.document.querySelectorAll(selector)];
  }

  texts(selector: string): string[] {
    return this.all(selector).map((element) => element.textContent.trim());
  }

  /** Whether there is a link or a button of this name in the middle of the page. */
  offers(name: string): boolean {
    return [...this.middle.querySelectorAll("a, button")].some((element) => isCalled(element, name));
  }

  /** The value of a field in the middle of the page, as someone finds it there. */
  value(name: string): string | undefined {
    const field = this.middle.querySelector(`[name="${name}"]`) as HTMLInputElement | null;
    return field?.value;
  }

  private get middle(): Document | Element {
    return this.document.querySelector("main") ?? this.document;
  }

  /** What is said to be wrong with a field; null: nothing. Read as a screen reader does it. */
  problem(name: string): string | null {
    const [field] = this.all(`[name="${name}"][aria-invalid="true"]`);
    const [remark] = field?.getAttribute("aria-describedby")?.split(" ") ?? [];
    return remark ? (this.document.getElementById(remark)?.textContent.trim() ?? null) : null;
  }
}

/** One for all pages: each further one is never let go of, half a megabyte a page. */
const { DOMParser } = new Window();

function parse(html: string): Document {
  // HTML drops the first newline of a textarea; this parser does not.
  return new DOMParser().parseFromString(html.replace(/(<textarea[^>]*>)\n/g, "$1"), "text/html");
}

function windowOf(element: Element) {
  const { defaultView } = element.ownerDocument;
  if (!defaultView) throw new Error("The page is no longer open.");
  return defaultView;
}

const isFields = (content: Fields | BodyInit | undefined): content is Fields =>
  content !== undefined && Object.getPrototypeOf(content) === Object.prototype;

/** What a screen reader calls it. */
function nameOf(element: Element): string {
  const read = element.cloneNode(true) as Element;
  for (const hidden of read.querySelectorAll("[aria-hidden=true]")) hidden.remove();
  return (element.getAttribute("aria-label") ?? read.textContent).trim();
}

const isCalled = (element: Element, name: string) => nameOf(element) === name;

function fillIn(form: HTMLFormElement, name: string, value: string) {
  const fields = [...form.querySelectorAll(`[name="${name}"]`)] as unknown as HTMLInputElement[];
  const field = fields.find((each) => !["radio", "checkbox"].includes(each.type) || each.value === value);
  if (!field || field.type === "hidden")
    throw new Error(`The form has no field ${name} that takes "${value}".`);
  if (field.type === "radio" || field.type === "checkbox") field.checked = true;
  else field.value = value;
}
