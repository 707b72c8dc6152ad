import type { Language } from '../../http/languages.ts'

interface AlertText {
  /** What happened, in a few words. */
  title: string
  /** What a person can do about it. */
  advice: string
}

type AlertTexts = Record<Language, AlertText>

const RETRIED = {
  en: 'The next sync retries. If it keeps failing, check the status page of the platform.',
  hu: 'A következő szinkronizálás újra megpróbálja. Ha továbbra is sikertelen, nézze meg a platform állapotoldalát.',
  de: 'Die nächste Synchronisierung versucht es erneut. Bei weiteren Fehlern die Statusseite der Plattform prüfen.',
}

/** Texts of alerts by their kind. */
const texts: Readonly<Record<string, AlertTexts>> = {
  auth_revoked: {
    en: {
      title: 'Access revoked, reauthorization needed',
      advice:
        'Ask the merchant to open the app in the shop admin, or to install it again. Then everything continues automatically.',
    },
    hu: {
      title: 'A hozzáférés megszűnt, új engedély kell',
      advice:
        'Kérje meg a kereskedőt, hogy nyissa meg az alkalmazást a bolt adminisztrációjában, vagy telepítse újra. Utána minden magától folytatódik.',
    },
    de: {
      title: 'Zugriff entzogen, neue Freigabe nötig',
      advice:
        'Den Händler bitten, die App in der Shop-Verwaltung zu öffnen oder erneut zu installieren. Danach läuft alles von selbst weiter.',
    },
  },
  delete_guard: {
    en: {
      title: 'Sync stopped: too many objects would be deleted',
      advice: 'Check in the shop whether they are really gone. If so, start a full sync without the delete guard.',
    },
    hu: {
      title: 'A szinkronizálás leállt: túl sok objektum törlődne',
      advice:
        'Ellenőrizze a boltban, hogy valóban eltűntek-e. Ha igen, indítson teljes szinkronizálást törlésvédelem nélkül.',
    },
    de: {
      title: 'Synchronisierung angehalten: zu viele Objekte würden gelöscht',
      advice: 'Im Shop prüfen, ob sie wirklich fehlen. Wenn ja, vollständig und ohne Löschschutz synchronisieren.',
    },
  },
  machine: {
    en: {
      title: 'Jobs fail because of a problem on one of our machines',
      advice:
        'The cause is not the shop, and other shops are affected, too. Fix the machine; failed work continues automatically.',
    },
    hu: {
      title: 'Egyik gépünk hibája miatt feladatok hiúsulnak meg',
      advice:
        'Az ok nem a boltban van, és más boltokat is érint. Hárítsa el a gép hibáját; a munka magától folytatódik.',
    },
    de: {
      title: 'Aufgaben scheitern wegen eines Problems auf einer unserer Maschinen',
      advice:
        'Die Ursache liegt nicht am Shop, auch andere sind betroffen. Die Maschine in Ordnung bringen; danach geht es von selbst weiter.',
    },
  },
  missing_scope: {
    en: {
      title: 'A permission (scope) is missing',
      advice: 'The owner of the shop must approve it. The shop’s page has the link for that.',
    },
    hu: {
      title: 'Hiányzik egy jogosultság (scope)',
      advice: 'A bolt tulajdonosának jóvá kell hagynia. A hivatkozást a bolt oldalán találja.',
    },
    de: {
      title: 'Eine Berechtigung (Scope) fehlt',
      advice: 'Der Inhaber des Shops muss sie freigeben. Der Link dafür steht auf der Seite des Shops.',
    },
  },
  'notice:push_loop': {
    en: {
      title: 'Pushes and the shop change the same object back and forth',
      advice: 'Find out what changes it in the shop. Then send the held push, or cancel it.',
    },
    hu: {
      title: 'A bolt visszaállítja, amit Ön módosít, újra meg újra',
      advice: 'Derítse ki, mi módosítja a boltban. Utána küldje el vagy vonja vissza a visszatartott módosítást.',
    },
    de: {
      title: 'Der Shop macht gesendete Änderungen immer wieder rückgängig',
      advice: 'Herausfinden, was es im Shop ändert. Danach die zurückgehaltene Änderung senden oder abbrechen.',
    },
  },
  'notice:privacy': {
    en: {
      title: 'A privacy request needs a person',
      advice: 'Open the privacy desk: it says what has to be done, and until when.',
    },
    hu: {
      title: 'Egy adatvédelmi kérelem intézkedésre vár',
      advice: 'Nyissa meg az adatvédelmi oldalt: ott látja, mi a teendő, és mi a határidő.',
    },
    de: {
      title: 'Eine Datenschutzanfrage wartet auf Bearbeitung',
      advice: 'Die Datenschutz-Seite öffnen: Dort steht, was bis wann zu tun ist.',
    },
  },
  permanent: {
    en: {
      title: 'A job failed and is not retried',
      advice: 'The failed job is kept in the queue. Fix the cause, then start a sync.',
    },
    hu: {
      title: 'Egy feladat meghiúsult, és nem próbáljuk újra',
      advice: 'A meghiúsult feladat a sorban marad. Szüntesse meg az okát, majd indítson szinkronizálást.',
    },
    de: {
      title: 'Eine Aufgabe ist gescheitert und wird nicht wiederholt',
      advice: 'Sie bleibt in der Warteschlange. Die Ursache beheben, danach synchronisieren.',
    },
  },
  quarantine: {
    en: {
      title: 'Objects are missing in the mirror, or out of date',
      advice:
        'Everything else is mirrored. The quarantine lists each object with the reason. It is retried when it changes, and by every full sync.',
    },
    hu: {
      title: 'A tükörből objektumok hiányoznak, vagy elavultak',
      advice:
        'Minden más tükrözve van. A karantén minden objektumnál megmondja az okot. Változáskor és minden teljes szinkronizáláskor újra megpróbáljuk.',
    },
    de: {
      title: 'Objekte fehlen im Spiegel oder sind veraltet',
      advice:
        'Alles andere ist gespiegelt. Die Quarantäne nennt zu jedem Objekt den Grund. Bei jeder Änderung und jeder vollständigen Synchronisierung wird es erneut versucht.',
    },
  },
  retryable: {
    en: { title: 'Calls to the shop keep failing', advice: RETRIED.en },
    hu: { title: 'A bolt hívásai ismételten sikertelenek', advice: RETRIED.hu },
    de: { title: 'Aufrufe des Shops schlagen wiederholt fehl', advice: RETRIED.de },
  },
  rate_limited: {
    en: { title: 'Calls to the shop are rate limited for too long', advice: RETRIED.en },
    hu: { title: 'A bolt túl régóta korlátozza a hívásokat', advice: RETRIED.hu },
    de: { title: 'Der Shop drosselt Aufrufe seit zu langer Zeit', advice: RETRIED.de },
  },
  webhook_silence: {
    en: {
      title: 'Webhooks have stopped',
      advice:
        'The subscriptions are being checked. If they are correct, check whether this installation can be reached from outside. Scheduled syncs still read every change.',
    },
    hu: {
      title: 'Nem érkeznek webhookok',
      advice:
        'A feliratkozások ellenőrzése folyamatban van. Ha rendben vannak, nézze meg, hogy ez a telepítés kívülről elérhető-e. Az ütemezett szinkronizálások addig is minden változást beolvasnak.',
    },
    de: {
      title: 'Es kommen keine Webhooks mehr an',
      advice:
        'Die Abonnements werden gerade geprüft. Sind sie in Ordnung, prüfen, ob diese Installation von außen erreichbar ist. Geplante Synchronisierungen lesen weiterhin jede Änderung.',
    },
  },
  webhook_too_large: {
    en: {
      title: 'A webhook is too large',
      advice:
        'The next sync reads the object. If it happens again, look for an unusually large order or product in the shop.',
    },
    hu: {
      title: 'Túl nagy webhook érkezett',
      advice:
        'A következő szinkronizálás beolvassa az objektumot. Ha megismétlődik, keressen a boltban szokatlanul nagy rendelést vagy terméket.',
    },
    de: {
      title: 'Ein Webhook ist zu groß',
      advice:
        'Die nächste Synchronisierung liest das Objekt. Tritt es erneut auf, im Shop nach einer ungewöhnlich großen Bestellung oder einem solchen Produkt suchen.',
    },
  },
  unclassified: {
    en: {
      title: 'Jobs fail with an unexpected error',
      advice: 'The failed job is kept in the queue, and the log says more. Fix the cause, then start a sync.',
    },
    hu: {
      title: 'Feladatok váratlan hibával hiúsulnak meg',
      advice:
        'A meghiúsult feladat a sorban marad, részletek a naplóban. Szüntesse meg az okát, majd indítson szinkronizálást.',
    },
    de: {
      title: 'Aufgaben scheitern mit einem unerwarteten Fehler',
      advice:
        'Sie bleiben in der Warteschlange, das Protokoll enthält Näheres. Die Ursache beheben, danach synchronisieren.',
    },
  },
}

const PUSH = 'push:'
const pushTexts: AlertTexts = {
  en: {
    title: 'Pushes fail',
    advice: 'The list of failed pushes says why for each. Correct the cause, then retry them.',
  },
  hu: {
    title: 'A módosítások küldése sikertelen',
    advice: 'A sikertelen módosítások listája mindegyiknél megmondja az okot. Szüntesse meg, majd küldje újra.',
  },
  de: {
    title: 'Änderungen können nicht gesendet werden',
    advice:
      'Die Liste der fehlgeschlagenen Änderungen nennt jeweils den Grund. Die Ursache beheben, dann erneut senden.',
  },
}

const unknown: AlertTexts = {
  en: { title: 'Something needs attention', advice: 'See the details.' },
  hu: { title: 'Valami figyelmet igényel', advice: 'Nézze meg a részleteket.' },
  de: { title: 'Etwas braucht Aufmerksamkeit', advice: 'Die Einzelheiten ansehen.' },
}

/** Title and advice of alerts of this kind. */
export function alertTexts(kind: string, language: Language): AlertText {
  if (!kind.startsWith(PUSH)) return (texts[kind] ?? unknown)[language]
  const { title, advice } = pushTexts[language]
  return { title: `${title} (${kind.slice(PUSH.length)})`, advice }
}
