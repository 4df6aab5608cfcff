/** Whom one can sign in as to look around; everybody else has a password that nobody knows. */
export const VISITOR = { username: "robin", password: "look-around" };

/** The people of the demo: user name, name, about, and whom they follow. */
export const PEOPLE = [
  {
    username: VISITOR.username,
    name: "Robin",
    about: "Here to look around. Sign in as me and change what you like.",
    follows: ["ada", "tomas", "ines", "wren"],
  },
  {
    username: "ada",
    name: "Ada Okafor",
    about: "Gardener of small programs and large tomatoes.",
    follows: ["tomas", "wren", "noor", "ines"],
  },
  {
    username: "tomas",
    name: "Tomás Rivas",
    about: "Panadero. Escribo a las cinco de la mañana.",
    follows: ["ines", "ada"],
  },
  { username: "ines", name: "Inés Calvo", about: "Mapas, trenes y café.", follows: ["tomas", "ada", "noor"] },
  { username: "noor", name: "نور", about: "أكتب عن الكتب والبحر.", follows: ["ada", "ines"] },
  {
    username: "wren",
    name: "Wren Hollis",
    about: "Birds before breakfast.\nWeather after.",
    follows: ["ada", "kenji", "noor"],
  },
  { username: "kenji", name: "Kenji", about: "", follows: ["wren", "ada"] },
];

/** What they wrote: who, how many hours ago, the text. */
export const POSTS: [author: string, hoursAgo: number, body: string][] = [
  ["kenji", 190, "First post. It took me longer to choose a user name than to write this."],
  ["ada", 182, "Sowed the tomatoes. Labelled none of them. Every year I believe I will remember."],
  ["tomas", 168, "La masa de hoy ha subido como si tuviera prisa.\n\nSon las 5:12 y ya huele a pan."],
  ["wren", 160, "Two wagtails on the roof of the library, arguing about the gutter."],
  ["ines", 151, "He encontrado un mapa de 1911 en el que mi calle todavía es un arroyo."],
  ["noor", 140, "قرأت اليوم قصيدة قصيرة عن المطر، ثم أمطرت."],
  ["ada", 126, "A good commit message is a letter to someone tired."],
  ["kenji", 118, "俳句を一つ：\n古池や\n蛙飛びこむ\n水の音"],
  ["tomas", 99, "Hoy probamos harina de centeno del molino viejo. Densa, honesta, un poco testaruda."],
  ["wren", 92, "The swifts are late. Or I am early. https://en.wikipedia.org/wiki/Common_swift"],
  ["ines", 80, "Regla para viajes en tren: siempre el lado del río."],
  ["noor", 73, "البحر هادئ هذا الصباح، كأنه يستمع."],
  ["ada", 61, "Four seedlings up. I have no idea which four."],
  ["robin", 55, "Is this where one says hello? Hello."],
  ["tomas", 50, "A quien preguntó por la receta: agua, harina, sal y esperar."],
  ["wren", 41, "Fog so thick that the blackbird sounded like the only thing left."],
  ["ines", 33, "Dibujé el plano de la cocina de mi abuela de memoria. La mesa no cabía. Siempre cupo."],
  ["kenji", 28, "Walked home the long way. There is a longer one."],
  ["ada", 22, "Deleted 300 lines today and nothing happened. Best day this week. 🌱"],
  ["noor", 17, "كتاب مستعار من المكتبة، وفيه وردة يابسة في الصفحة 40."],
  ["wren", 12, "First swift. 6:41, over the bakery. I waved."],
  ["tomas", 11, "@wren lo vi. Yo también saludé."],
  ["ines", 6, "El tren de las 8:15 ha salido a las 8:15. Lo dejo por escrito."],
  ["kenji", 4, "Made soup. It is mostly patience."],
  ["ada", 2, "The unlabelled seedlings are, it turns out, all basil."],
  ["wren", 0.4, "Rain on the way. You can hear it in the way the sparrows stop."],
];
