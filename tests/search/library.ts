import { db } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { firstIdAt } from "../../src/domain/ids.ts";
import type { Viewer } from "../../src/domain/people.ts";
import type { PostDocument } from "../../src/search/engine.ts";
import { people } from "../support/people.ts";

type Author = "ada" | "grace" | "linus";

/** What is searched in tests, oldest first, one a day from 2026-10-01: a name to speak of it, by whom, language, text. */
const TEXTS: [name: string, author: Author, language: string | null, body: string][] = [
  ["coffee", "ada", "en", "The coffee in the harbour was good coffee"],
  ["cafe", "grace", "fr", "Un café noir ; l'eau est fraîche"],
  ["istanbul", "linus", "tr", "İstanbul'da çay, IŞIK ve kahve"],
  ["strasse", "ada", "de", "Die Straße ist groß"],
  ["tokyo", "grace", "ja", "東京タワーは高い。iPhone15を買う"],
  ["kyoto", "linus", "ja", "京都と東北、ｶﾞﾗｽの東 京"],
  ["bangkok", "ada", "th", "กรุงเทพมหานครสวยมาก"],
  ["seoul", "grace", "ko", "학교에서 서울까지 걸었다"],
  ["link", "linus", "en", "Read this: https://example.org/harbour_news/42"],
  ["tag", "ada", "en", "I love #Gardening and more"],
  ["named", "grace", "en", "gardening without a sign, said @ada"],
  ["moscow", "linus", "ru", "Ёлка стоит у двери, чай горячий"],
  ["arabic", "ada", "ar", "القَهْوَة جيدة"],
  ["hindi", "grace", "hi", "हिन्दी में लिखना अच्छा है"],
  ["hanoi", "linus", "vi", "Hà Nội có phở ngon, Đà Nẵng"],
  ["rgb", "ada", "en", "red green blue"],
  ["bgr", "grace", "en", "blue green red"],
  ["markup", "linus", "en", "<script>alert('boo')</script> <mark>boo</mark>"],
  ["signs", "ada", "en", "100% of it_is fine * ? ~ C++ AND OR NOT"],
  ["emoji", "grace", "en", "sleepy 🐈 today https://example.org"],
  ["greek", "linus", "el", "Ο καφές είναι ζεστός"],
  ["unknown", "ada", null, "no tongue is told here"],
  ["hebrew", "grace", "he", "קפה שחור בבוקר"],
  ["chinese", "linus", "zh", "我喜欢喝咖啡和茶 README.md"],
  ["polish", "ada", "pl", "Łódź jest piękna, zob. lodz.pl/miasto"],
];

export const dayOf = (n: number) => Date.UTC(2026, 9, 1 + n, 12);

/** The people and their posts, as rows and as documents; ada follows grace. Nothing is indexed yet. */
export async function library() {
  const cast = await people();
  const documents = new Map<string, PostDocument>();
  for (const [n, [name, author, language, body]] of TEXTS.entries()) {
    const id = firstIdAt(dayOf(n)) + n;
    documents.set(name, { id, authorId: cast[author].id, body, language, revision: 1 });
  }
  await db
    .insert(posts)
    .values([...documents.values()].map((post, n) => ({ ...post, createdAt: new Date(dayOf(n)) })));
  await follow(cast.ada, cast.grace);
  const names = new Map([...documents].map(([name, { id }]) => [id, name]));
  return { ...cast, documents, nameOf: (id: number) => names.get(id) ?? `${id}` };
}

/** One post more by this person, as row and as document; later ids are newer. */
export async function another(author: Pick<Viewer, "id">, body: string, n: number): Promise<PostDocument> {
  const id = firstIdAt(dayOf(40)) + n;
  const post = { id, authorId: author.id, body, language: "en", revision: 1 };
  await db.insert(posts).values({ ...post, createdAt: new Date(dayOf(40)) });
  return post;
}
