/** What the people of a made world write with. Frequent words first: they are taken more often. */
export type Language = {
  /** Of a hundred texts. */
  share: number;
  words: readonly [string, ...string[]];
  /** Between words. */
  space: string;
  /** What ends a sentence. */
  stops: readonly [string, ...string[]];
  /** Whether rare, made-up words fit in. */
  latin: boolean;
};

const list = (text: string): [string, ...string[]] => {
  const [first = "", ...others] = text.trim().split(/\s+/);
  return [first, ...others];
};

const LATIN = { space: " ", stops: [".", ".", ".", "!", "?", "…"], latin: true } as const;
const SPACED = { space: " ", stops: [".", "!", "?"], latin: false } as const;

export const LANGUAGES: readonly Language[] = [
  {
    ...LATIN,
    share: 58,
    words:
      list(`the to and a of in it is that for you was on with but this my have at be not so we they all just
      about out what from me or as when if up like more no do can one there time get now how some day good who people
      today new know think really would then had been after our really still back it's don't only go work over too
      really morning see first because year way very where even than them want right last never home little make
      coffee night again look long always here old book week rain two street light found tomorrow train read bread
      write garden window music city off friend yesterday small something nobody kitchen weather river winter door
      library late tea walk cat paper green quiet table summer bicycle story almost song house snow market cloud
      neighbour bridge tomato pocket harbour lantern ferry pencil orchard kettle`),
  },
  {
    ...LATIN,
    share: 16,
    words:
      list(`de que la el en y no a los se un es por lo con una para las me del al más pero ya hoy todo esta muy
      si hay cuando como nada día porque siempre casa mañana bien años nunca tiempo vez aquí ayer gente café noche
      calle ahora libro lluvia también ciudad trabajo mundo nuevo tarde mesa sol pan tren amigo ventana mar música
      invierno camino niño jardín puerta pequeño montaña corazón español pingüino`),
  },
  {
    ...LATIN,
    share: 5,
    words:
      list(`die der und ich das ist nicht in zu den es ein auf mit so auch noch heute wir aber wie nur immer schon
      mal wieder morgen Tag gut Zeit mehr Kaffee Leute Haus Regen Abend Buch über für Straße Fenster Küche Bücher
      schön Garten Zug größer Fahrrad Brötchen Feierabend Donaudampfschifffahrt`),
  },
  {
    ...LATIN,
    share: 4,
    words:
      list(`de la le et les des en un que est pas je une pour dans ce qui il on c'est au sur plus tout mais avec
      aujourd'hui bien très jour déjà toujours encore matin soir café été nuit fenêtre livre pluie rue jamais vélo
      cœur forêt élève garçon`),
  },
  {
    ...SPACED,
    share: 4,
    words:
      list(`и в не на я что с это а как но все у меня так мы по же сегодня было уже день очень еще когда только
      время утром кофе город опять книга дождь работа вечером окно снег дом хорошо завтра улица музыка поезд`),
  },
  {
    share: 5,
    space: "",
    stops: ["。", "。", "！", "？"],
    latin: false,
    words:
      list(`今日 は の が を に て も 朝 雨 電車 コーヒー 飲んだ 猫 寝て いる 本 読み 始めた 駅 前 パン 屋 新しい 仕事 終わった
      明日 晴れ そう 散歩 した 桜 音楽 窓 静か 夜 東京 図書館 おはよう ございます`),
  },
  {
    share: 3,
    space: "",
    stops: ["。", "。", "！", "？"],
    latin: false,
    words:
      list(`的 今天 我 了 是 在 有 很 天气 不 好 咖啡 早上 看 书 下雨 朋友 工作 晚上 城市 火车 新 音乐 窗户 明天 散步
      面包 图书馆 安静 花园 河边 时间`),
  },
  {
    share: 2,
    space: " ",
    stops: [".", "!", "؟"],
    latin: false,
    words:
      list(`في من على اليوم هذا إلى كل لا ما كان قهوة الصباح الكتاب المطر مدينة البحر ليل صديق جديد الطريق نافذة
      موسيقى غدا البيت هادئ`),
  },
  {
    ...SPACED,
    share: 1,
    words: list(
      `오늘 은 정말 아침 커피 비가 온다 책을 읽었다 고양이 산책 저녁 음악 친구 와 함께 내일 도서관 에서 조용한 밤 기차`,
    ),
  },
  {
    share: 1,
    space: " ",
    stops: ["।", "?", "!"],
    latin: false,
    words: list(`आज है और में का की यह नहीं सुबह चाय बारिश किताब शहर दोस्त काम शाम नया घर संगीत कल रास्ता खिड़की`),
  },
  {
    share: 1,
    space: "",
    stops: [" ", "! "],
    latin: false,
    words: list(`วันนี้ ฝน ตก กาแฟ ตอนเช้า อ่าน หนังสือ เมือง เพื่อน งาน บ้าน ดนตรี พรุ่งนี้ แมว นอน เดิน เล่น เงียบ`),
  },
];

export const EMOJI = list("☕ 🙂 😂 🌧️ 🐈 📚 🎶 🚲 🍞 👩‍👩‍👧 🇪🇸 ❤️ 🌱 🥐 🤷🏽 ✨");

/** Given names: for user names, and as they are written. */
export const GIVEN =
  list(`ada:Ada ines:Inés tomas:Tomás wren:Wren soren:Søren zoe:Zoë jose:José mei:美 kenji:健二 noor:نور
  olga:Ольга minjun:민준 asha:आशा niran:นิรันดร์ eleni:Ελένη lukasz:Łukasz yael:יעל amara:Amara kofi:Kofi hugo:Hugo`);

export const FAMILY =
  list(`Rivas Okafor Hollis Calvo Lind Nakamura Haddad Petrova Kim Rao Chen Papadakis Nowak Mensah
  O'Neill García-López Dubois Schröder Silva Horvath`);
