import { canInstallPackages, installPackages } from "./debian.ts";

export type ServerProgram = { path: string; engine: "mariadb" | "mysql"; version: string };

/** Where servers live that are not on everyone's PATH: system folders, Fedora's, Homebrew's, the macOS installer's. */
const FOLDERS = [
  process.env.PATH,
  "/usr/sbin:/usr/local/sbin:/usr/libexec",
  "/opt/homebrew/bin:/opt/homebrew/opt/mariadb/bin:/opt/homebrew/opt/mysql/bin",
  "/usr/local/opt/mariadb/bin:/usr/local/opt/mysql/bin:/usr/local/mysql/bin",
].join(":");

const NEEDED = "MicroBlog needs a MariaDB or MySQL server";

/**
 * The database server of this machine. As root on Debian or Ubuntu a missing one is installed; elsewhere the error is
 * one sentence that says what to install.
 */
export async function findServer(): Promise<ServerProgram> {
  const found = await look();
  if (found) return found;
  if (!canInstallPackages()) throw new Error(`${NEEDED}: ${advice()}`);

  await installPackages("mariadb-server-core");
  const installed = await look();
  if (!installed) throw new Error(`${NEEDED}, and the package mariadb-server-core brought none.`);
  return installed;
}

/** `null` when there is none. What is called mysqld may be MariaDB, so the program itself is asked. */
async function look(): Promise<ServerProgram | null> {
  const path = Bun.which("mariadbd", { PATH: FOLDERS }) ?? Bun.which("mysqld", { PATH: FOLDERS });
  if (!path) return null;

  const said = await new Response(Bun.spawn([path, "--no-defaults", "--version"]).stdout).text();
  const version = /Ver (\d+\.\d+\.\d+)/.exec(said)?.[1];
  if (!version)
    throw new Error(
      `${path} is no database server that MicroBlog knows: ${said.trim() || "it says nothing"}.`,
    );
  return { path, engine: /mariadb/i.test(said) ? "mariadb" : "mysql", version };
}

function advice(): string {
  const otherwise = "or set DATABASE_URL to a database that runs elsewhere.";
  if (process.platform === "darwin") return `run \`brew install mariadb\`, ${otherwise}`;
  if (process.platform === "win32") return `run MicroBlog inside WSL, ${otherwise}`;

  const commands = {
    "apt-get": "sudo apt-get install mariadb-server-core",
    dnf: "sudo dnf install mariadb-server",
    pacman: "sudo pacman -S mariadb",
    apk: "sudo apk add mariadb",
    zypper: "sudo zypper install mariadb",
  };
  const command = Object.entries(commands).find(([program]) => Bun.which(program))?.[1];
  return command ? `run \`${command}\`, ${otherwise}` : `install MariaDB, ${otherwise}`;
}
