import type { TranslationFunctions } from "../locales/i18n-types.js";
import { TextArea } from "./field.tsx";

type Said = keyof Pick<
  TranslationFunctions["errors"],
  | "badRequest"
  | "signedOut"
  | "forbidden"
  | "notFound"
  | "methodNotAllowed"
  | "tooLarge"
  | "unprocessable"
  | "tooMany"
  | "failure"
  | "unavailable"
  | "notSaved"
  | "other"
>;

const said: Record<number, Said> = {
  400: "badRequest",
  401: "signedOut",
  403: "forbidden",
  404: "notFound",
  405: "methodNotAllowed",
  413: "tooLarge",
  422: "unprocessable",
  429: "tooMany",
  500: "failure",
  503: "unavailable",
};

interface ErrorProps {
  status: number;
  /** It is the writing alone that does not work: one can go on reading. */
  unwritten?: boolean;
  LL: TranslationFunctions;
}

/** A form that was sent and could not be taken, to be sent again as it was. */
export interface Unsent {
  action: string;
  fields: [name: string, value: string][];
}

const wordsOf = ({ status, unwritten, LL }: ErrorProps) =>
  LL.errors[unwritten ? "notSaved" : (said[status] ?? "other")];

interface PageProps extends ErrorProps {
  requestId: string;
  /** What was asked for, where asking again may help. */
  path?: string;
  unsent?: Unsent;
}

/** What a page says instead of itself. What somebody wrote stands on it. */
export function ErrorPage({ requestId, path, unsent, ...error }: PageProps) {
  const { status, LL } = error;
  const { title, message } = wordsOf(error);
  return (
    <section class="empty">
      <h1>{title()}</h1>
      <p class="lead">{message()}</p>
      {unsent ? (
        <SendAgain {...{ unsent, LL }} />
      ) : (
        <p class="actions">
          {path && status >= 500 && (
            <a class="btn btn-primary" href={path}>
              {LL.errors.tryAgain()}
            </a>
          )}
          <ToStart LL={LL} />
        </p>
      )}
      {status >= 500 && <p class="field-hint">{LL.errors.reference({ id: requestId })}</p>}
    </section>
  );
}

/** The form as it was sent: a text to be seen and changed, the rest of it as it is. */
function SendAgain({ unsent, LL }: { unsent: Unsent; LL: TranslationFunctions }) {
  const { action, fields } = unsent;
  const form = { values: Object.fromEntries(fields), errors: {} };
  return (
    <form method="post" action={action}>
      {fields.map(([name, value]) =>
        name === "body" ? (
          <TextArea {...{ form, name, LL }} label={LL.errors.written()} rows={4} />
        ) : (
          <input type="hidden" name={name} value={value} />
        ),
      )}
      <p class="actions">
        <button type="submit" class="btn btn-primary">
          {LL.errors.sendAgain()}
        </button>
        <ToStart LL={LL} />
      </p>
    </form>
  );
}

const ToStart = ({ LL }: Pick<ErrorProps, "LL">) => (
  <a class="btn" href="/">
    {LL.errors.toStart()}
  </a>
);

/** The title of that page. */
export const errorTitle = (error: ErrorProps): string => wordsOf(error).title();

/** The same in a few words, for the message region of a page that stays. */
export function ErrorRegion(error: ErrorProps) {
  return <p>{wordsOf(error).message()}</p>;
}
