import type { AlertFacts } from '@shopmirror/db'
import type { Language } from '../../http/languages.ts'

type Facts<About extends AlertFacts['about']> = Extract<AlertFacts, { about: About }>
type Say<About extends AlertFacts['about']> = Record<Language, (facts: Facts<About>, tools: Tools) => string>

/** In the language of the text. */
interface Tools {
  /** ISO 8601 as a date and a time in UTC. */
  time(iso: string): string
  number(value: number): string
}

const texts: { [About in AlertFacts['about']]: Say<About> } = {
  delete_guard: {
    en: ({ resource, allowed, live }, { number }) =>
      `A full sync of ${resource} found more than ${number(allowed)} of ${number(live)} objects missing in the shop. Nothing was deleted.`,
    hu: ({ resource, allowed, live }, { number }) =>
      `A(z) ${resource} teljes szinkronizálása szerint ${number(live)} objektumból több mint ${number(allowed)} hiányzik a boltból. Semmit sem töröltünk.`,
    de: ({ resource, allowed, live }, { number }) =>
      `Bei der vollständigen Synchronisierung von ${resource} fehlten im Shop mehr als ${number(allowed)} von ${number(live)} Objekten. Nichts wurde gelöscht.`,
  },
  silence: {
    en: ({ topics }, { time, number }) =>
      topics
        .map(
          (one) =>
            `${one.topic}: nothing since ${time(one.since)}; the longest gap before was ${number(one.longestHours)} h.`,
        )
        .join(' '),
    hu: ({ topics }, { time, number }) =>
      topics
        .map(
          (one) =>
            `${one.topic}: ${time(one.since)} óta semmi; korábban legfeljebb ${number(one.longestHours)} óra telt el két webhook között.`,
        )
        .join(' '),
    de: ({ topics }, { time, number }) =>
      topics
        .map(
          (one) =>
            `${one.topic}: seit ${time(one.since)} nichts; die längste Pause davor waren ${number(one.longestHours)} Std.`,
        )
        .join(' '),
  },
  quarantine: {
    en: ({ count, object, reason }, { number }) =>
      `${number(count)} ${count === 1 ? 'object' : 'objects'} could not be stored. The last one is ${object}: ${reason}`,
    hu: ({ count, object, reason }, { number }) =>
      `${number(count)} objektumot nem lehetett eltárolni. A legutóbbi: ${object}: ${reason}`,
    de: ({ count, object, reason }, { number }) =>
      `${number(count)} ${count === 1 ? 'Objekt konnte' : 'Objekte konnten'} nicht gespeichert werden. Zuletzt ${object}: ${reason}`,
  },
  push_loop: {
    en: ({ push, count, fields }, { number }) =>
      `Your system and the shop changed the same object back and forth ${number(count)} times within ten minutes: ${fields}. Push ${push} is held and shows both sides.`,
    hu: ({ push, count, fields }, { number }) =>
      `Tíz percen belül ${number(count)} alkalommal írta át oda-vissza az Ön rendszere és a bolt ugyanazt: ${fields}. A(z) ${push} módosítást visszatartjuk; mindkét oldal ott látható.`,
    de: ({ push, count, fields }, { number }) =>
      `Ihr System und der Shop haben innerhalb von zehn Minuten ${number(count)}-mal dasselbe hin und her geändert: ${fields}. Die Änderung ${push} wird zurückgehalten und zeigt beide Seiten.`,
  },
  privacy: {
    en: ({ request, isExport, dueAt, others }, { time }) =>
      `${isExport ? `A customer asks for their data (${request})` : `The deletion ${request} is not done`}. Due ${time(dueAt)}.${others > 0 ? ` ${others} more of this shop are open.` : ''}`,
    hu: ({ request, isExport, dueAt, others }, { time }) =>
      `${isExport ? `Egy vásárló kéri az adatait (${request})` : `A(z) ${request} törlés nem készült el`}. Határidő: ${time(dueAt)}.${others > 0 ? ` Ebből a boltból még ${others} kérelem nyitott.` : ''}`,
    de: ({ request, isExport, dueAt, others }, { time }) =>
      `${isExport ? `Ein Kunde verlangt seine Daten (${request})` : `Die Löschung ${request} ist nicht erledigt`}. Frist: ${time(dueAt)}.${others > 0 ? ` ${others} weitere dieses Shops sind offen.` : ''}`,
  },
}

/** The detail of an alert in the reader's language. Messages of platforms and errors stay as they are. */
export function describeFacts(facts: AlertFacts, language: Language): string {
  const say = texts[facts.about][language] as (facts: AlertFacts, tools: Tools) => string
  return say(facts, {
    time: (iso) =>
      `${new Date(iso).toLocaleString(language, { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' })} UTC`,
    number: (value) => value.toLocaleString(language),
  })
}
