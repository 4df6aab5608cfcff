/** Word of what happened, for those who do not see the page change: part of an answer to htmx. */
export function Spoken({ text }: { text: string }) {
  return (
    <hx-partial hx-target="#messages" hx-swap="innerHTML">
      <p class="visually-hidden">{text}</p>
    </hx-partial>
  );
}
