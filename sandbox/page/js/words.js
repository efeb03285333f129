// The page's own labels in Kazakh, Russian and English. What bots and people write is never translated.

const WORDS = {
  title: ["Tazalyq құмсалғышы", "Песочница Tazalyq", "Tazalyq sandbox"],
  connected: ["Қосулы", "На связи", "Connected"],
  disconnected: [
    "Байланыс үзілді, қайта қосылуда…",
    "Связь потеряна, переподключение…",
    "Connection lost, reconnecting…",
  ],
  people: ["Адамдар", "Люди", "People"],
  addPerson: ["Адам қосу", "Добавить человека", "Add a person"],
  showPhone: ["Телефонды көрсету", "Показать телефон", "Show the phone"],
  hidePhone: ["Телефонды жасыру", "Скрыть телефон", "Hide the phone"],
  noPeople: [
    "Әзірге ешкім жоқ. Алғашқы адамды қосыңыз.",
    "Пока никого нет. Добавьте первого человека.",
    "Nobody is here yet. Add the first person.",
  ],
  allHidden: ["Барлық телефон жасырылған.", "Все телефоны скрыты.", "All phones are hidden."],
  noBot: ["Бот әлі тіркелмеген", "Бот ещё не зарегистрирован", "No bot has registered yet"],
  firstName: ["Аты", "Имя", "First name"],
  lastName: ["Тегі", "Фамилия", "Last name"],
  note: ["Рөлі (белгі)", "Роль (пометка)", "Role (a note)"],
  profile: ["Тілі мен рөлі", "Язык и роль", "Language and role"],
  language: ["Telegram тілі", "Язык Telegram", "Telegram language"],
  pageLanguage: ["Беттің тілі", "Язык страницы", "Page language"],
  noLanguage: ["көрсетілмеген", "не указан", "not given"],
  light: ["Жарық режим", "Светлая тема", "Light theme"],
  dark: ["Қараңғы режим", "Тёмная тема", "Dark theme"],
  weather: ["Ауа райы", "Погода", "Weather"],
  weatherHint: [
    "Telegram ақауларын сынап көріңіз",
    "Разыграйте сбои Telegram",
    "Play Telegram's bad moments",
  ],
  clearSky: ["Ашық аспан", "Ясное небо", "Clear sky"],
  hits: ["{n} рет", "раз: {n}", "{n} hits"],
  away10: ["Telegram 10 секундқа жоқ", "Telegram пропал на 10 секунд", "Telegram is away for 10 seconds"],
  away60: ["Telegram бір минутқа жоқ", "Telegram пропал на минуту", "Telegram is away for a minute"],
  tooMany: [
    "Келесі жіберуге 429 (5 с күту)",
    "429 на следующую отправку (ждать 5 с)",
    "429 for the next send (wait 5 s)",
  ],
  serverError: ["Келесі үш шақыруға 500", "500 на следующие три вызова", "500 for the next three calls"],
  cutAfter: ["Жіберілді, бірақ жауап үзілді", "Отправлено, но ответ оборван", "Sent, but the answer is cut off"],
  slow: [
    "Келесі он шақыру 2 с баяулайды",
    "Следующие десять вызовов на 2 с медленнее",
    "The next ten calls are 2 s slower",
  ],
  noFiles: ["Файл үш рет жүктелмейді", "Файлы трижды не загрузятся", "File downloads fail three times"],
  limits: ["Telegram шектеулері қосулы", "Лимиты Telegram включены", "Telegram's limits are on"],
  dayLater: ["Сағатты бір күн алға жылжыту", "Перевести часы на день вперёд", "Clock one day ahead"],
  start: ["БАСТАУ", "НАЧАТЬ", "START"],
  unblock: ["Ботты бұғаттан шығару", "Разблокировать бота", "Unblock the bot"],
  block: ["Ботты бұғаттау", "Заблокировать бота", "Block the bot"],
  sendStart: ["/start қайта жіберу", "Отправить /start ещё раз", "Send /start again"],
  openLink: ["t.me сілтемесін ашу", "Открыть ссылку t.me", "Open a t.me link"],
  linkHint: [
    "Сілтемені немесе шақыру кодын қойыңыз",
    "Вставьте ссылку или код приглашения",
    "Paste the link or the invitation code",
  ],
  open: ["Ашу", "Открыть", "Open"],
  badLink: ["Бұл t.me сілтемесі емес", "Это не ссылка t.me", "This is not a t.me link"],
  message: ["Хабарлама", "Сообщение", "Message"],
  commands: ["Командалар", "Команды", "Commands"],
  menu: ["Мәзір", "Меню", "Menu"],
  attach: ["Тіркеу", "Прикрепить", "Attach"],
  keyboardToggle: ["Пернетақта", "Клавиатура", "Keyboard"],
  send: ["Жіберу", "Отправить", "Send"],
  cancel: ["Бас тарту", "Отмена", "Cancel"],
  ok: ["ЖАРАЙДЫ", "ОК", "OK"],
  close: ["Жабу", "Закрыть", "Close"],
  save: ["Сақтау", "Сохранить", "Save"],
  back: ["Артқа", "Назад", "Back"],
  more: ["Тағы", "Ещё", "More"],
  down: ["Соңына", "К последнему", "To the newest"],
  photo: ["Фото", "Фото", "Photo"],
  video: ["Видео", "Видео", "Video"],
  file: ["Файл", "Файл", "File"],
  location: ["Геопозиция", "Геопозиция", "Location"],
  live: ["Тікелей геопозиция", "Трансляция", "Live location"],
  venue: ["Орын", "Место", "Venue"],
  contact: ["Контакт", "Контакт", "Contact"],
  sticker: ["Стикер", "Стикер", "Sticker"],
  voice: ["Дауыс", "Голос", "Voice"],
  poll: ["Сауалнама", "Опрос", "Poll"],
  animation: ["Анимация", "Анимация", "Animation"],
  audio: ["Аудио", "Аудио", "Audio"],
  video_note: ["Бейнехат", "Видеосообщение", "Video message"],
  dice: ["Ойын сүйегі", "Кубик", "Dice"],
  odd: ["Басқа түрлері", "Другие виды", "Other kinds"],
  pictures: ["Дайын суреттер", "Готовые картинки", "Built-in pictures"],
  before: ["дейін", "до", "before"],
  after: ["кейін", "после", "after"],
  fromDisk: ["Дискіден таңдау", "Выбрать с диска", "Choose from disk"],
  caption: ["Түсініктеме", "Подпись", "Caption"],
  asPhoto: ["Фото ретінде", "Как фото", "As photo"],
  asFile: ["Файл ретінде", "Как файл", "As file"],
  asAlbum: ["Альбом: {n}", "Альбом: {n}", "Album: {n}"],
  pickPhoto: [
    "Бір немесе бірнеше сурет таңдаңыз (10-ға дейін)",
    "Выберите одну или несколько картинок (до 10)",
    "Choose one or more pictures (up to 10)",
  ],
  smallVideo: ["Шағын видео (3 МБ)", "Небольшое видео (3 МБ)", "Small video (3 MB)"],
  bigVideo: ["Тым үлкен видео (21 МБ)", "Слишком большое видео (21 МБ)", "Video over the limit (21 MB)"],
  pickPlace: ["Картадан қажетті жерді басыңыз", "Нажмите нужное место на карте", "Click a place on the map"],
  coordinates: ["Координаталар", "Координаты", "Coordinates"],
  outside: ["Қазақстаннан тыс", "Вне Казахстана", "Outside Kazakhstan"],
  noBorders: [
    "Шекара файлы берілмеген: координаталарды жазыңыз",
    "Файл границ не задан: введите координаты",
    "No border file given: type the coordinates",
  ],
  zoomIn: ["Жақындату", "Приблизить", "Zoom in"],
  zoomOut: ["Алыстату", "Отдалить", "Zoom out"],
  wholeCountry: ["Бүкіл ел", "Вся страна", "Whole country"],
  venueTitle: ["Атауы", "Название", "Title"],
  venueAddress: ["Мекенжайы", "Адрес", "Address"],
  phoneNumber: ["Телефон нөмірі", "Номер телефона", "Phone number"],
  shareContact: ["Нөміріңізді жібересіз бе?", "Отправить ваш номер?", "Share your phone number?"],
  move: ["Жылжыту", "Переместить", "Move"],
  stop: ["Тоқтату", "Остановить", "Stop"],
  edited: ["өзгертілген", "изменено", "edited"],
  edit: ["Өзгерту", "Изменить", "Edit"],
  reply: ["Жауап беру", "Ответить", "Reply"],
  remove: ["Жою", "Удалить", "Delete"],
  forward: ["Ботқа қайта жіберу", "Переслать боту", "Forward to the bot"],
  editing: ["Хабарламаны өзгерту", "Изменение сообщения", "Editing the message"],
  forwarded: ["Қайта жіберілді: {name}", "Переслано: {name}", "Forwarded from {name}"],
  typing: ["жазып жатыр", "печатает", "typing"],
  sending: ["жіберіп жатыр", "отправляет", "sending"],
  bot: ["бот", "бот", "bot"],
  members: ["мүше: {n}", "участников: {n}", "{n} members"],
  chats: ["Чаттар", "Чаты", "Chats"],
  allTopics: ["Бәрі", "Все", "All"],
  general: ["Жалпы", "Общая", "General"],
  pinned: ["Бекітілген", "Закреплено", "Pinned"],
  today: ["Бүгін", "Сегодня", "Today"],
  emptyChat: ["Әзірге хабарлама жоқ", "Сообщений пока нет", "No messages yet"],
  unsupported: [
    "Құмсалғышта бұл батырма жұмыс істемейді",
    "В песочнице эта кнопка не работает",
    "The sandbox has no such button",
  ],
  copied: ["Көшірілді", "Скопировано", "Copied"],
  waitingBot: ["Бот жауап бермеді", "Бот не ответил", "The bot did not answer"],
  joined: ["{name} топқа қосылды", "{name} теперь в группе", "{name} joined the group"],
  left: ["{name} топтан шықты", "{name} больше не в группе", "{name} left the group"],
  groupMade: ["«{name}» тобы құрылды", "Создана группа «{name}»", "Group “{name}” was created"],
  topicMade: ["«{name}» тақырыбы ашылды", "Открыта тема «{name}»", "Topic “{name}” was opened"],
  topicChanged: ["Тақырып өзгерді", "Тема изменена", "The topic was changed"],
  titleChanged: ["Жаңа атауы: «{name}»", "Новое название: «{name}»", "New title: “{name}”"],
  pinnedMessage: ["{name} хабарламаны бекітті", "{name}: сообщение закреплено", "{name} pinned a message"],
  migrated: ["Топ супертопқа айналды", "Группа стала супергруппой", "The group became a supergroup"],
  someMessage: ["Хабарлама", "Сообщение", "Message"],
};

export const LANGUAGES = [
  ["kk", "Қаз"],
  ["ru", "Рус"],
  ["en", "Eng"],
];
let column = 0;

/** Choose the language of the page's labels: kk, ru or en. */
export function speak(language) {
  column = Math.max(
    0,
    LANGUAGES.findIndex(([code]) => code === language),
  );
  document.documentElement.lang = language;
}

/** The language chosen: kk, ru or en. */
export function spoken() {
  return LANGUAGES[column][0];
}

/** A label in the page's language; `{name}` parts are filled from `parts`. */
export function t(key, parts = {}) {
  return WORDS[key][column].replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? "");
}

/** Whether there is a label of that name. */
export function hasWord(key) {
  return key in WORDS;
}

// Telegram's clock shows the phone's zone; these phones are in Kazakhstan, UTC+5 ("Etc/GMT-5" is spelled backwards).
const ZONE = { timeZone: "Etc/GMT-5" };
const MONTHS_KK = [
  "қаңтар",
  "ақпан",
  "наурыз",
  "сәуір",
  "мамыр",
  "маусым",
  "шілде",
  "тамыз",
  "қыркүйек",
  "қазан",
  "қараша",
  "желтоқсан",
];

/** Unix seconds as HH:MM. */
export function clock(seconds) {
  return new Intl.DateTimeFormat("ru", { ...ZONE, hour: "2-digit", minute: "2-digit" }).format(seconds * 1000);
}

/** Unix seconds as a day in words; "today" for today. */
export function day(seconds) {
  const date = new Date(seconds * 1000 + 5 * 3600 * 1000);
  if (Math.floor(date / 86400000) === Math.floor((Date.now() + 5 * 3600 * 1000) / 86400000)) return t("today");
  if (spoken() === "kk") return `${date.getUTCDate()} ${MONTHS_KK[date.getUTCMonth()]}`;
  return new Intl.DateTimeFormat(spoken(), { ...ZONE, day: "numeric", month: "long" }).format(seconds * 1000);
}

/** Bytes as a person reads them. */
export function fileSize(bytes) {
  if (!bytes) return "";
  const units = spoken() === "en" ? ["B", "KB", "MB"] : ["Б", "КБ", "МБ"];
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  return `${(bytes / 1024 ** step).toLocaleString(spoken() === "en" ? "en" : "ru", { maximumFractionDigits: step })} ${units[step]}`;
}
