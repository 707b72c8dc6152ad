import type { Language } from '../http/languages.ts'
import { fill } from '../http/messages.ts'

/** Texts of the connect pages. Those of refusals are in `http/messages.ts`, because the settings page has them, too. */
const texts = {
  'choose-title': {
    en: 'Connect your shop',
    hu: 'Bolt csatlakoztatása',
    de: 'Ihren Shop verbinden',
  },
  'choose-text': {
    en: '{account} asks for access to your shop. Which platform is it on?',
    hu: '{account} hozzáférést kér a boltjához. Melyik rendszert használja?',
    de: '{account} bittet um Zugriff auf Ihren Shop. Welches Shopsystem verwenden Sie?',
  },
  'shop-title': {
    en: 'Connect your {platform} shop',
    hu: '{platform}-bolt csatlakoztatása',
    de: 'Ihren {platform}-Shop verbinden',
  },
  'shop-text': {
    en: '{account} asks for access to your shop.',
    hu: '{account} hozzáférést kér a boltjához.',
    de: '{account} bittet um Zugriff auf Ihren Shop.',
  },
  'reconnect-title': {
    en: 'Connect your shop again',
    hu: 'A bolt újracsatlakoztatása',
    de: 'Ihren Shop erneut verbinden',
  },
  'reconnect-text': {
    en: '{account} asks you to renew its access to {shop}. What has changed in the shop since is read afterwards.',
    hu: '{account} arra kéri, hogy újítsa meg a hozzáférést ehhez a bolthoz: {shop}. Az azóta történt változások ezután beolvasásra kerülnek.',
    de: '{account} bittet Sie, den Zugriff auf {shop} zu erneuern. Was sich seitdem im Shop geändert hat, wird danach eingelesen.',
  },
  'steps-title': { en: 'What happens', hu: 'Így zajlik', de: 'So geht es' },
  continue: { en: 'Continue', hu: 'Tovább', de: 'Weiter' },
  'continue-to': { en: 'Continue to {platform}', hu: 'Tovább ide: {platform}', de: 'Weiter zu {platform}' },
  'name-missing': {
    en: 'Enter the name of your shop.',
    hu: 'Adja meg a bolt nevét.',
    de: 'Geben Sie den Namen Ihres Shops ein.',
  },
  'name-invalid': {
    en: 'This is not the name of a {platform} shop. Enter it like this: {example}{suffix}',
    hu: 'Ez nem egy {platform}-bolt neve. Így adja meg: {example}{suffix}',
    de: 'Das ist nicht der Name eines {platform}-Shops. Geben Sie ihn so ein: {example}{suffix}',
  },
  'form-old': {
    en: 'Please press the button once more. The page was open for too long, or this browser does not accept cookies.',
    hu: 'Kérjük, nyomja meg a gombot még egyszer. Az oldal túl sokáig volt nyitva, vagy ez a böngésző nem fogad el sütiket.',
    de: 'Bitte drücken Sie die Taste noch einmal. Die Seite war zu lange offen, oder dieser Browser nimmt keine Cookies an.',
  },
  'approve-title': {
    en: 'Now approve the app',
    hu: 'Most hagyja jóvá az alkalmazást',
    de: 'Geben Sie jetzt die App frei',
  },
  'approve-text': {
    en: '{platform} asks you to approve the app for {shop}. You come back here afterwards.',
    hu: 'A {platform} arra fogja kérni, hogy hagyja jóvá az alkalmazást ebben a boltban: {shop}. Utána ide tér vissza.',
    de: '{platform} bittet Sie, die App für {shop} freizugeben. Danach kommen Sie hierher zurück.',
  },
  'approve-unnamed': {
    en: 'At {platform} you select your shop and approve the app. You come back here afterwards.',
    hu: 'A {platform} oldalán kiválasztja a boltját, és jóváhagyja az alkalmazást. Utána ide tér vissza.',
    de: 'Bei {platform} wählen Sie Ihren Shop und geben die App frei. Danach kommen Sie hierher zurück.',
  },
  'install-title': {
    en: 'Now install the app in your shop',
    hu: 'Most telepítse az alkalmazást a boltjában',
    de: 'Installieren Sie jetzt die App in Ihrem Shop',
  },
  'install-note': {
    en: 'This page continues by itself as soon as the app is installed in {shop}.',
    hu: 'Amint az alkalmazás telepítve van, ez az oldal magától továbblép. A bolt: {shop}.',
    de: 'Diese Seite geht von selbst weiter, sobald die App in {shop} installiert ist.',
  },
  'open-admin': {
    en: 'Open the admin of the shop',
    hu: 'A bolt adminfelületének megnyitása',
    de: 'Verwaltung des Shops öffnen',
  },
  'new-tab': { en: 'It opens in a new tab.', hu: 'Új lapon nyílik meg.', de: 'Sie öffnet sich in einem neuen Tab.' },
  'check-now': { en: 'Check now', hu: 'Ellenőrzés most', de: 'Jetzt prüfen' },
  'other-name': { en: 'Enter another shop', hu: 'Másik bolt megadása', de: 'Anderen Shop eingeben' },
  'other-platform': { en: 'Choose another platform', hu: 'Másik rendszer választása', de: 'Anderes Shopsystem wählen' },
  'valid-for': {
    en: 'This link is valid for another {time}.',
    hu: 'A hivatkozás érvényessége: még {time}.',
    de: 'Dieser Link ist noch {time} gültig.',
  },
  trust: {
    en: 'Only {account} gets access. You can end it at any time by removing the app in your shop.',
    hu: 'Kizárólag {account} kap hozzáférést. Bármikor megszüntetheti, ha eltávolítja az alkalmazást a boltból.',
    de: 'Nur {account} erhält Zugriff. Sie können ihn jederzeit beenden, indem Sie die App im Shop entfernen.',
  },
  'unknown-title': {
    en: 'This link does not work',
    hu: 'Ez a hivatkozás nem működik',
    de: 'Dieser Link funktioniert nicht',
  },
  unknown: {
    en: 'It may be incomplete. Open it from the message you received once more, or ask whoever sent it for a new one.',
    hu: 'Lehet, hogy hiányos. Nyissa meg újra abból az üzenetből, amelyben kapta, vagy kérjen újat attól, aki küldte.',
    de: 'Vielleicht ist er unvollständig. Öffnen Sie ihn noch einmal aus der Nachricht, die Sie erhalten haben, oder bitten Sie den Absender um einen neuen.',
  },
  'closed-title': {
    en: '{platform} cannot be connected at the moment',
    hu: '{platform} most nem csatlakoztatható',
    de: '{platform} kann derzeit nicht verbunden werden',
  },
  closed: {
    en: 'The app is not set up for it. Please tell {account}.',
    hu: 'Az alkalmazás nincs hozzá beállítva. Kérjük, jelezze a következőnek: {account}.',
    de: 'Die App ist dafür nicht eingerichtet. Bitte sagen Sie {account} Bescheid.',
  },
  'plan-limit': {
    en: '{account} cannot take another shop at the moment. Nothing was connected. Please tell them, then try again.',
    hu: '{account} jelenleg nem tud több boltot fogadni. A bolt nincs csatlakoztatva. Kérjük, jelezze nekik, majd próbálja újra.',
    de: '{account} kann derzeit keinen weiteren Shop aufnehmen. Es wurde nichts verbunden. Bitte sagen Sie dort Bescheid und versuchen Sie es dann noch einmal.',
  },
  contact: {
    en: 'If it fails again, contact {account}.',
    hu: 'Ha ismét nem sikerül, forduljon a következőhöz: {account}.',
    de: 'Gelingt es wieder nicht, wenden Sie sich an {account}.',
  },
  'try-again': { en: 'Try again', hu: 'Újrapróbálás', de: 'Noch einmal versuchen' },
  back: { en: 'Back to {account}', hu: 'Vissza: {account}', de: 'Zurück zu {account}' },
  'approving-title': {
    en: 'Your shop is being connected',
    hu: 'A bolt csatlakoztatása folyamatban van',
    de: 'Ihr Shop wird verbunden',
  },
  approving: {
    en: '{platform} has told us that you approved the app. It usually takes a few seconds until the shop answers.',
    hu: 'A {platform} jelezte, hogy jóváhagyta az alkalmazást. A bolt általában néhány másodpercen belül válaszol.',
    de: '{platform} hat uns Ihre Freigabe gemeldet. Es dauert meist nur einige Sekunden, bis der Shop antwortet.',
  },
  'reading-title': { en: '{shop} is connected', hu: 'Csatlakoztatva: {shop}', de: '{shop} ist verbunden' },
  reading: {
    en: 'Its data is being read for the first time. You can close this page: it continues without you.',
    hu: 'Az adatok első beolvasása folyamatban van. Ezt az oldalt bezárhatja: a beolvasás Ön nélkül is folytatódik.',
    de: 'Die Daten werden zum ersten Mal eingelesen. Sie können diese Seite schließen: Es geht ohne Sie weiter.',
  },
  'done-title': {
    en: '{shop} is connected and up to date',
    hu: 'Csatlakoztatva és naprakész: {shop}',
    de: '{shop} ist verbunden und auf dem neuesten Stand',
  },
  done: {
    en: 'Everything has been read. From now on, changes arrive by themselves. There is nothing more to do.',
    hu: 'Minden adat beolvasása megtörtént. A változások mostantól maguktól megérkeznek. Nincs több teendő.',
    de: 'Alles ist eingelesen. Änderungen kommen ab jetzt von selbst an. Es ist nichts weiter zu tun.',
  },
  interrupted: {
    en: 'The first reading was interrupted. It is repeated by itself, so there is nothing that you have to do.',
    hu: 'Az első beolvasás megszakadt. Magától megismétlődik, így nincs teendője.',
    de: 'Das erste Einlesen wurde unterbrochen. Es wird von selbst wiederholt, Sie müssen nichts tun.',
  },
  paused: {
    en: '{account} has paused the reading of its data. There is nothing that you have to do.',
    hu: '{account} szünetelteti az adatok beolvasását. Nincs teendője.',
    de: '{account} hat das Einlesen der Daten angehalten. Sie müssen nichts tun.',
  },
  'gone-title': {
    en: 'The shop is no longer connected',
    hu: 'A bolt már nincs csatlakoztatva',
    de: 'Der Shop ist nicht mehr verbunden',
  },
  gone: {
    en: 'The app was removed or disconnected. To connect the shop again, ask {account} for a new link.',
    hu: 'Az alkalmazást eltávolították vagy leválasztották. Az újracsatlakoztatáshoz kérjen új hivatkozást a következőtől: {account}.',
    de: 'Die App wurde entfernt oder getrennt. Um den Shop wieder zu verbinden, bitten Sie {account} um einen neuen Link.',
  },
  'over-title': {
    en: 'This page is no longer shown',
    hu: 'Ez az oldal már nem elérhető',
    de: 'Diese Seite wird nicht mehr angezeigt',
  },
  over: {
    en: 'It was for the day on which the shop was connected. The shop is not affected by that.',
    hu: 'Csak a csatlakoztatás napján volt elérhető. A boltot ez nem érinti.',
    de: 'Sie war nur für den Tag, an dem der Shop verbunden wurde. Für den Shop ändert sich dadurch nichts.',
  },
  cut: {
    en: 'No connection. What you see may be out of date; it is updated when the connection is back.',
    hu: 'Nincs kapcsolat. A látottak elavultak lehetnek; a kapcsolat helyreálltakor frissülnek.',
    de: 'Keine Verbindung. Die Anzeige kann veraltet sein; sie wird aktualisiert, sobald die Verbindung wieder da ist.',
  },
  refresh: { en: 'Refresh', hu: 'Frissítés', de: 'Aktualisieren' },
  progress: { en: 'Progress', hu: 'Állapot', de: 'Fortschritt' },
  'part-waiting': { en: 'waiting', hu: 'várakozik', de: 'wartet' },
  'part-begun': { en: 'has begun', hu: 'elkezdődött', de: 'hat begonnen' },
  'part-read': { en: '{count} read', hu: '{count} beolvasva', de: '{count} eingelesen' },
  'part-of': { en: '{count} of {total}', hu: '{count} / {total}', de: '{count} von {total}' },
  'part-checking': { en: '{count}, being checked', hu: '{count}, ellenőrzés', de: '{count}, wird geprüft' },
  'part-done': { en: '{count}', hu: '{count}', de: '{count}' },
  'part-failed': { en: 'interrupted', hu: 'megszakadt', de: 'unterbrochen' },
  locations: { en: 'Locations', hu: 'Telephelyek', de: 'Standorte' },
  categories: { en: 'Categories', hu: 'Kategóriák', de: 'Kategorien' },
  products: { en: 'Products', hu: 'Termékek', de: 'Produkte' },
  inventory: { en: 'Stock', hu: 'Készlet', de: 'Bestand' },
  customers: { en: 'Customers', hu: 'Vásárlók', de: 'Kunden' },
  orders: { en: 'Orders', hu: 'Rendelések', de: 'Bestellungen' },
} as const satisfies Record<string, Record<Language, string>>

/** The name of a text; every text exists in every language. */
export type TextName = keyof typeof texts

/** Returns the text in this language with its parameters filled in. */
export function tell(name: TextName, language: Language, parameters: Record<string, string> = {}): string {
  return fill(texts[name][language], parameters)
}
