import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql, { type Connection } from "mysql2/promise";
import {
  createDatabase,
  newSocket,
  type PrivateServer,
  startPrivateServer,
} from "../../db/private-server.ts";
import { type AppProcess, startApp } from "./app-process.ts";

type Settings = Record<string, string>;

/** The app waits for the database no longer than this. */
const DEADLINE_MS = 1400;

/** A database server and the app on it, for one test alone: to be killed, paused and starved. */
export class OwnSite {
  /** How many outages there have been, and how many last. Only in one may anybody be told to come again. */
  private outages = 0;
  private lasting = 0;

  private constructor(
    readonly folder: string,
    readonly settings: Settings,
    private readonly socket: string,
    public database: PrivateServer,
    public app: AppProcess,
    /** As the administrator of the database, who may always come in. */
    readonly admin: Connection,
  ) {}

  /**
   * Starts one. `durable: false` where the database itself is not going to be killed. `folder`: where all of it is kept.
   */
  static async start({ settings = {}, durable = true, folder = "" }: Options = {}): Promise<OwnSite> {
    const home = folder || (await mkdtemp(join(tmpdir(), "microblog-site-")));
    const socket = newSocket();
    const database = await startPrivateServer({ data: join(home, "data"), socket, durable });
    await createDatabase(database.url("microblog"));
    const admin = await mysql.createConnection(database.url("microblog"));
    // An ordinary account: an administrator's may write where nobody may, and comes in where all places are taken.
    await admin.query("create user app@localhost");
    await admin.query("grant all on microblog.* to app@localhost");
    const all = {
      DATABASE_URL: database.url("microblog").replace("root@", "app@"),
      UPLOADS_DIR: join(home, "uploads"),
      LOG_LEVEL: "warn",
      ...settings,
    };
    const app = await startApp(all);
    return new OwnSite(home, { ...all, PORT: app.port }, socket, database, app, admin);
  }

  async end(): Promise<void> {
    await this.app.end("SIGTERM");
    this.admin.destroy();
    await this.database.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The rows that a question of ours is answered with. */
  async ask<Row = Record<string, number | string | null>>(question: string): Promise<Row[]> {
    return (await this.admin.query(question))[0] as Row[];
  }

  get databasePid(): number {
    const engine = this.database.version.split(" ")[0] ?? "";
    return Number(readFileSync(join(this.folder, "data", engine, "server.pid"), "utf8"));
  }

  /** Something is broken as long as this takes. */
  async outage<T>(work: () => Promise<T>): Promise<T> {
    this.outages++;
    this.lasting++;
    try {
      return await work();
    } finally {
      this.lasting--;
    }
  }

  /** Kills the app with -9, and starts it again at the same address. */
  restartApp(): Promise<void> {
    return this.outage(async () => {
      await this.app.end("SIGKILL");
      this.app = await startApp(this.settings);
    });
  }

  /** The same with the database. `admin` is of no use any more. */
  restartDatabase(): Promise<void> {
    return this.outage(async () => {
      process.kill(this.databasePid, "SIGKILL");
      await this.database.exited;
      this.database = await startPrivateServer({
        data: join(this.folder, "data"),
        socket: this.socket,
      });
    });
  }

  /** Registers somebody, and answers their cookie. */
  async register(username: string): Promise<string> {
    const password = `${username} at the lake`;
    const account = { username, email: `${username}@example.org`, password, passwordConfirm: password };
    const response = await this.send("", "/register", account);
    const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith("session="));
    return session?.split(";")[0] ?? "";
  }

  /** Posts a form as a person would: again and again until it is acknowledged. */
  send(cookie: string, path: string, form: Settings | FormData): Promise<Response> {
    const post = () => this.app.post(path, form, { cookie });
    return this.answered(post, ({ status }) => status === 303);
  }

  /** A page as this person sees it. */
  async page(cookie: string, path: string): Promise<string> {
    const get = () => fetch(this.app.address + path, { headers: { cookie } });
    return (await this.answered(get, ({ ok }) => ok)).text();
  }

  /**
   * Asks until the answer is the right one. Throws when another one is not explained by an outage, nor by a machine so busy
   * with other things that the database was late.
   */
  async answered(ask: () => Promise<Response>, isRight: (answer: Response) => boolean): Promise<Response> {
    for (;;) {
      const [lasting, outages, began] = [this.lasting, this.outages, performance.now()];
      const answer = await ask().catch(() => null);
      if (answer && isRight(answer)) return answer;
      const explained = lasting > 0 || outages !== this.outages || performance.now() - began > DEADLINE_MS;
      if (!explained || (answer && answer.status !== 503))
        throw new Error(
          `It answered ${answer?.status}: ${await answer?.text()}\n${this.app.lines.slice(-5).join("\n")}`,
        );
      await Bun.sleep(20);
    }
  }
}

interface Options {
  settings?: Settings;
  durable?: boolean;
  folder?: string;
}
