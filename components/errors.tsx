import type { TranslationFunctions } from "../locales/i18n-types.js";

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
  LL: TranslationFunctions;
}

/** What a page says instead of itself. `path`: what was asked for, where asking again may help. */
export function ErrorPage({
  status,
  LL,
  requestId,
  path,
}: ErrorProps & { requestId: string; path?: string }) {
  const { title, message } = LL.errors[said[status] ?? "other"];
  return (
    <section class="empty">
      <h1>{title()}</h1>
      <p class="lead">{message()}</p>
      <p class="actions">
        {path && status >= 500 && (
          <a class="btn btn-primary" href={path}>
            {LL.errors.tryAgain()}
          </a>
        )}
        <a class="btn" href="/">
          {LL.errors.toStart()}
        </a>
      </p>
      {status >= 500 && <p class="field-hint">{LL.errors.reference({ id: requestId })}</p>}
    </section>
  );
}

/** The title of that page. */
export const errorTitle = ({ status, LL }: ErrorProps): string => LL.errors[said[status] ?? "other"].title();

/** The same in a few words, for the message region of a page that stays. */
export function ErrorRegion({ status, LL }: ErrorProps) {
  return <p>{LL.errors[said[status] ?? "other"].message()}</p>;
}
