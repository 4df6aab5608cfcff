import type { HiddenPerson } from "../../src/domain/hidings.ts";
import type { Page } from "../../src/domain/page.ts";
import type { Form } from "../../src/web/forms.ts";
import { Choice } from "../choice.tsx";
import { FormProblem } from "../field.tsx";
import { OlderLink } from "../pagination.tsx";
import { Avatar, nameOf, PersonLink, profilePath } from "../people/person.tsx";
import { UndoForm } from "../people/profile-menu.tsx";
import type { Reader } from "../reader.ts";
import { SettingsPage } from "./settings-page.tsx";

interface HiddenProps extends Reader {
  page: Page<HiddenPerson>;
  href: string;
  older: string | null;
}

/** Who may write to the viewer, and whom they do not want to see. */
export function PrivacyPage({ form, ...list }: HiddenProps & { form: Form<"messagesFrom"> }) {
  const { viewer, LL, page } = list;
  const texts = LL.settings.privacy;
  const options = [
    { value: "everyone", label: texts.everyone() },
    { value: "followed", label: texts.followed() },
    { value: "nobody", label: texts.nobody() },
  ];
  return (
    <SettingsPage current="privacy" viewer={viewer} LL={LL}>
      <form method="post" action="/settings/privacy" novalidate>
        <FormProblem form={form} LL={LL} />
        <Choice
          {...{ form, LL, options }}
          name="messagesFrom"
          label={texts.messagesFrom()}
          hint={texts.messagesHint()}
        />
        <button class="btn btn-primary" type="submit">
          {LL.settings.save()}
        </button>
      </form>
      <h2>{texts.hidden()}</h2>
      {page.items.length === 0 ? <p>{texts.hiddenNobody()}</p> : <HiddenPeople {...list} />}
    </SettingsPage>
  );
}

/** A page of those whom the viewer has blocked or muted: part of a full page, and what htmx fetches for the next. */
export function HiddenPeople({ page, href, older, LL }: HiddenProps) {
  return (
    <>
      <ul class="page list-unstyled" data-place={href}>
        {page.items.map((person) => (
          <li class="person">
            <Avatar person={person} size={44} />
            <div class="person-words">
              <PersonLink person={person} />
              <p class="person-about">
                {person.why === "block" ? LL.settings.privacy.blocked() : LL.settings.privacy.muted()}
              </p>
            </div>
            <Undo person={person} LL={LL} />
          </li>
        ))}
      </ul>
      {older && <OlderLink href={older} label={LL.people.older()} LL={LL} />}
    </>
  );
}

function Undo({ person, LL }: Pick<Reader, "LL"> & { person: HiddenPerson }) {
  const action = `${profilePath(person)}/${person.why}`;
  const name = nameOf(person);
  return person.why === "block" ? (
    <UndoForm
      action={action}
      label={LL.people.unblock()}
      name={LL.people.unblockPerson({ name })}
      kind="btn btn-follow"
    />
  ) : (
    <UndoForm
      action={action}
      label={LL.people.unmute()}
      name={LL.people.unmutePerson({ name })}
      kind="btn btn-follow"
    />
  );
}
