import type { Language } from './languages.ts'

/** An error in one language. */
export interface ProblemText {
  title: string
  /** What happened and what to do. `{name}` stands for a parameter. */
  detail: string
}

interface ProblemEntry extends Record<Language, ProblemText> {
  status: number
}

/** Every problem that the api answers, by the last part of its `type`. The names are public: do not rename them. */
export const problems = {
  'invalid-request': {
    status: 400,
    en: { title: 'Invalid request', detail: 'Correct the fields listed under "errors" and send it again.' },
    hu: { title: 'Érvénytelen kérés', detail: 'Javítsa az „errors” alatt felsorolt mezőket, és küldje el újra.' },
    de: {
      title: 'Ungültige Anfrage',
      detail: 'Bitte die unter „errors“ genannten Felder korrigieren und erneut senden.',
    },
  },
  'unreadable-request': {
    status: 400,
    en: { title: 'Unreadable request', detail: 'The request could not be read: {reason}' },
    hu: { title: 'Olvashatatlan kérés', detail: 'A kérés nem olvasható: {reason}' },
    de: { title: 'Unlesbare Anfrage', detail: 'Die Anfrage war nicht lesbar: {reason}' },
  },
  'bad-http': {
    status: 400,
    en: {
      title: 'Invalid HTTP',
      detail: 'The data received is not a valid HTTP request. Check the client, or the proxy in between.',
    },
    hu: {
      title: 'Érvénytelen HTTP',
      detail: 'A fogadott adat nem érvényes HTTP-kérés. Ellenőrizze a klienst vagy a közbenső proxyt.',
    },
    de: {
      title: 'Ungültiges HTTP',
      detail: 'Die empfangenen Daten sind keine gültige HTTP-Anfrage. Bitte den Client oder den Proxy davor prüfen.',
    },
  },
  'choose-a-shop': {
    status: 400,
    en: { title: 'Several shops are connected', detail: 'Select one of them with "shop": {shops}.' },
    hu: { title: 'Több bolt van csatlakoztatva', detail: 'Adja meg a „shop” mezőben, melyik: {shops}.' },
    de: { title: 'Mehrere Shops sind verbunden', detail: 'Bitte in „shop“ angeben, welcher: {shops}.' },
  },
  'nothing-to-sync': {
    status: 400,
    en: { title: 'Nothing to sync', detail: '{reason}' },
    hu: { title: 'Nincs mit szinkronizálni', detail: '{reason}' },
    de: { title: 'Nichts zu synchronisieren', detail: '{reason}' },
  },
  unauthorized: {
    status: 401,
    en: { title: 'Not signed in', detail: 'Sign in, or send a valid API key: "Authorization: Bearer smk_…".' },
    hu: {
      title: 'Nincs bejelentkezve',
      detail: 'Jelentkezzen be, vagy küldjön érvényes API-kulcsot: „Authorization: Bearer smk_…”.',
    },
    de: {
      title: 'Nicht angemeldet',
      detail: 'Bitte anmelden oder einen gültigen API-Schlüssel senden: „Authorization: Bearer smk_…“.',
    },
  },
  'unsigned-webhook': {
    status: 401,
    en: {
      title: 'The signature is not valid',
      detail: "Sign the webhook with the app's secret, over the exact bytes that are sent.",
    },
    hu: {
      title: 'Az aláírás érvénytelen',
      detail: 'Írja alá a webhookot az alkalmazás titkos kulcsával, pontosan az elküldött bájtok alapján.',
    },
    de: {
      title: 'Die Signatur ist ungültig',
      detail: 'Bitte den Webhook mit dem Secret der App signieren, und zwar genau die gesendeten Bytes.',
    },
  },
  'plan-limit': {
    status: 402,
    en: { title: "The plan's limit is reached", detail: '{reason}' },
    hu: { title: 'Elérte a csomagja korlátját', detail: '{reason}' },
    de: { title: 'Das Limit des Tarifs ist erreicht', detail: '{reason}' },
  },
  forbidden: {
    status: 403,
    en: {
      title: 'Not allowed',
      detail: 'Your role does not include this. Ask an administrator of the account, or an operator.',
    },
    hu: {
      title: 'Nem engedélyezett',
      detail: 'A szerepköre ezt nem teszi lehetővé. Forduljon a fiók adminisztrátorához vagy az üzemeltetőhöz.',
    },
    de: {
      title: 'Nicht erlaubt',
      detail:
        'Die eigene Rolle erlaubt das nicht. Bitte an die Administration des Kontos oder an den Betreiber wenden.',
    },
  },
  'cross-site': {
    status: 403,
    en: {
      title: 'Sent from another site',
      detail: 'Open the page of this server itself and repeat it there. Programs use an API key.',
    },
    hu: {
      title: 'Más oldalról érkezett kérés',
      detail:
        'Nyissa meg közvetlenül ennek a szervernek az oldalát, és ismételje meg ott. Programok API-kulcsot használjanak.',
    },
    de: {
      title: 'Von einer anderen Website gesendet',
      detail:
        'Bitte die Seite dieses Servers selbst öffnen und dort wiederholen. Programme verwenden einen API-Schlüssel.',
    },
  },
  'no-account': {
    status: 403,
    en: { title: 'Not a member of any account', detail: 'Ask an administrator for an invitation.' },
    hu: { title: 'Egyetlen fióknak sem tagja', detail: 'Kérjen meghívót egy adminisztrátortól.' },
    de: { title: 'In keinem Konto Mitglied', detail: 'Bitte die Administration um eine Einladung bitten.' },
  },
  'people-only': {
    status: 403,
    en: { title: 'Only for people', detail: 'Sign in: an API key has no profile, password or sessions.' },
    hu: {
      title: 'Csak személyeknek',
      detail: 'Jelentkezzen be: az API-kulcsnak nincs profilja, jelszava és munkamenete.',
    },
    de: {
      title: 'Nur für Personen',
      detail: 'Bitte anmelden: Ein API-Schlüssel hat weder Profil noch Passwort noch Sitzungen.',
    },
  },
  'wrong-password': {
    status: 403,
    en: { title: 'The current password is wrong', detail: 'Check it and try again.' },
    hu: { title: 'A jelenlegi jelszó hibás', detail: 'Ellenőrizze, és próbálja újra.' },
    de: { title: 'Das bisherige Passwort ist falsch', detail: 'Bitte prüfen und erneut versuchen.' },
  },
  'wrong-passkey': {
    status: 403,
    en: {
      title: 'The passkey was not accepted',
      detail: 'Try again. If that does not help, use your password and add the passkey again in your profile.',
    },
    hu: {
      title: 'A hozzáférési kulcs nem fogadható el',
      detail:
        'Próbálja újra. Ha ez nem segít, jelentkezzen be jelszóval, és vegye fel újra a hozzáférési kulcsot a profiljában.',
    },
    de: {
      title: 'Der Passkey wurde nicht angenommen',
      detail:
        'Bitte erneut versuchen. Hilft das nicht, mit dem Passwort anmelden und den Passkey im Profil neu anlegen.',
    },
  },
  'sign-in-again': {
    status: 403,
    en: { title: 'Sign in again first', detail: 'This needs a sign-in of the last 24 hours. Sign out and in again.' },
    hu: {
      title: 'Előbb jelentkezzen be újra',
      detail: 'Ehhez az elmúlt 24 órában kellett bejelentkeznie. Jelentkezzen ki, majd be.',
    },
    de: {
      title: 'Bitte zuerst neu anmelden',
      detail: 'Dafür ist eine Anmeldung aus den letzten 24 Stunden nötig. Bitte ab- und wieder anmelden.',
    },
  },
  'invitation-for-another': {
    status: 403,
    en: {
      title: 'The invitation is for another address',
      detail: 'It was sent to {email}. Sign out, and accept it as that person.',
    },
    hu: {
      title: 'A meghívó másik címre szól',
      detail: 'A meghívó címzettje: {email}. Jelentkezzen ki, és azzal a címmel fogadja el.',
    },
    de: {
      title: 'Die Einladung gilt einer anderen Adresse',
      detail: 'Sie ging an {email}. Bitte abmelden und sie mit dieser Adresse annehmen.',
    },
  },
  'link-ended': {
    status: 410,
    en: {
      title: 'The link no longer works',
      detail: 'It was used, withdrawn or has expired. Ask whoever sent it for a new one.',
    },
    hu: {
      title: 'A hivatkozás már nem érvényes',
      detail: 'Felhasználták, visszavonták vagy lejárt. Kérjen újat attól, akitől kapta.',
    },
    de: {
      title: 'Der Link gilt nicht mehr',
      detail: 'Er wurde benutzt, zurückgezogen oder ist abgelaufen. Bitte beim Absender einen neuen erbitten.',
    },
  },
  'last-owner': {
    status: 409,
    en: {
      title: 'The account needs an owner',
      detail: 'This is the only owner. Make another member an owner first.',
    },
    hu: {
      title: 'A fióknak tulajdonosra van szüksége',
      detail: 'Ő az egyetlen tulajdonos. Előbb tegyen tulajdonossá egy másik tagot.',
    },
    de: {
      title: 'Das Konto braucht einen Inhaber',
      detail: 'Es gibt keinen weiteren Inhaber. Bitte zuerst ein anderes Mitglied zum Inhaber machen.',
    },
  },
  'last-way': {
    status: 409,
    en: {
      title: 'You would have no way to sign in',
      detail: 'Set a password or add a passkey first.',
    },
    hu: {
      title: 'Nem maradna bejelentkezési módja',
      detail: 'Előbb adjon meg jelszót, vagy vegyen fel egy biztonsági kulcsot (passkey).',
    },
    de: {
      title: 'Es bliebe keine Möglichkeit zur Anmeldung',
      detail: 'Bitte zuerst ein Passwort festlegen oder einen Passkey hinzufügen.',
    },
  },
  'name-taken': {
    status: 409,
    en: { title: 'The name is taken', detail: 'There is an account called {name}. Choose another name.' },
    hu: { title: 'A név foglalt', detail: 'Már van {name} nevű fiók. Válasszon másik nevet.' },
    de: { title: 'Der Name ist vergeben', detail: 'Es gibt schon ein Konto {name}. Bitte einen anderen Namen wählen.' },
  },
  'wrong-sign-in': {
    status: 401,
    en: { title: 'E-mail or password is wrong', detail: 'Check both and try again.' },
    hu: { title: 'Hibás e-mail-cím vagy jelszó', detail: 'Ellenőrizze mindkettőt, és próbálja újra.' },
    de: { title: 'E-Mail-Adresse oder Passwort falsch', detail: 'Bitte beides prüfen und erneut versuchen.' },
  },
  'bad-signature': {
    status: 403,
    en: {
      title: 'The signature is not valid',
      detail: 'The link is incomplete, was changed or is too old. Open the app again from your shop’s admin.',
    },
    hu: {
      title: 'Az aláírás érvénytelen',
      detail:
        'A hivatkozás hiányos, módosult vagy túl régi. Nyissa meg az alkalmazást újra a bolt adminisztrációjából.',
    },
    de: {
      title: 'Die Signatur ist ungültig',
      detail: 'Der Link ist unvollständig, verändert oder zu alt. Bitte die App erneut aus der Shop-Verwaltung öffnen.',
    },
  },
  'used-link': {
    status: 403,
    en: {
      title: 'This link was already used',
      detail: 'It works once. Open the app again from your shop’s admin.',
    },
    hu: {
      title: 'Ezt a hivatkozást már felhasználták',
      detail: 'Csak egyszer használható. Nyissa meg az alkalmazást újra a bolt adminisztrációjából.',
    },
    de: {
      title: 'Dieser Link wurde bereits verwendet',
      detail: 'Er gilt nur einmal. Bitte die App erneut aus der Shop-Verwaltung öffnen.',
    },
  },
  'not-found': {
    status: 404,
    en: {
      title: 'Not found',
      detail: 'It does not exist, or it belongs to another account. Check the address and the id.',
    },
    hu: {
      title: 'Nem található',
      detail: 'Nem létezik, vagy másik fiókhoz tartozik. Ellenőrizze a címet és az azonosítót.',
    },
    de: {
      title: 'Nicht gefunden',
      detail: 'Es existiert nicht oder gehört zu einem anderen Konto. Bitte Adresse und ID prüfen.',
    },
  },
  'no-connection': {
    status: 404,
    en: { title: 'No shop is connected', detail: 'Connect a shop of {platform} first.' },
    hu: { title: 'Nincs csatlakoztatott bolt', detail: 'Előbb csatlakoztasson egy boltot ({platform}).' },
    de: { title: 'Kein Shop ist verbunden', detail: 'Bitte zuerst einen Shop verbinden ({platform}).' },
  },
  'install-in-admin': {
    status: 404,
    en: {
      title: 'The install starts in the shop',
      detail: 'Install the app from the admin of your shop ({platform}).',
    },
    hu: {
      title: 'A telepítés a boltban kezdődik',
      detail: 'Telepítse az alkalmazást a boltja adminisztrációjából ({platform}).',
    },
    de: {
      title: 'Die Installation beginnt im Shop',
      detail: 'Bitte die App aus der Verwaltung Ihres Shops installieren ({platform}).',
    },
  },
  'app-not-configured': {
    status: 404,
    en: {
      title: 'No app is set up for this platform',
      detail:
        "The operator has not set app credentials for {platform}. Connect the shop with the merchant's own API client.",
    },
    hu: {
      title: 'Ehhez a platformhoz nincs beállított alkalmazás',
      detail:
        'Az üzemeltető nem adta meg az alkalmazás hitelesítő adatait ({platform}). Csatlakoztassa a boltot saját API-klienssel.',
    },
    de: {
      title: 'Für diese Plattform ist keine App eingerichtet',
      detail:
        'Der Betreiber hat keine Zugangsdaten der App hinterlegt ({platform}). Bitte den Shop mit einem eigenen API-Client verbinden.',
    },
  },
  'method-not-allowed': {
    status: 405,
    en: { title: 'Method not allowed', detail: 'Allowed methods: {allow}.' },
    hu: { title: 'A metódus nem engedélyezett', detail: 'Engedélyezett metódusok: {allow}.' },
    de: { title: 'Methode nicht erlaubt', detail: 'Erlaubte Methoden: {allow}.' },
  },
  'request-timeout': {
    status: 408,
    en: {
      title: 'The request took too long',
      detail: 'It did not arrive completely within 30 seconds. Send it again.',
    },
    hu: {
      title: 'A kérés túl sokáig tartott',
      detail: '30 másodpercen belül nem érkezett meg teljes egészében. Küldje el újra.',
    },
    de: {
      title: 'Die Anfrage hat zu lange gedauert',
      detail: 'Sie kam nicht innerhalb von 30 Sekunden vollständig an. Bitte erneut senden.',
    },
  },
  'shop-taken': {
    status: 409,
    en: {
      title: 'The shop belongs to another account',
      detail: 'Disconnect {domain} there, or uninstall the app in the shop, and try again.',
    },
    hu: {
      title: 'A bolt másik fiókhoz tartozik',
      detail: 'Válassza le ott a(z) {domain} boltot, vagy távolítsa el az alkalmazást, majd próbálja újra.',
    },
    de: {
      title: 'Der Shop gehört zu einem anderen Konto',
      detail: 'Bitte {domain} dort trennen oder die App im Shop deinstallieren und es erneut versuchen.',
    },
  },
  'installation-taken': {
    status: 409,
    en: {
      title: 'Another account has claimed the installation',
      detail: 'Open the app again from the shop’s admin to start a new one.',
    },
    hu: {
      title: 'A telepítést már másik fiók vette át',
      detail: 'Nyissa meg az alkalmazást újra a bolt adminisztrációjából.',
    },
    de: {
      title: 'Ein anderes Konto hat die Installation übernommen',
      detail: 'Bitte die App erneut aus der Shop-Verwaltung öffnen.',
    },
  },
  'wrong-state': {
    status: 409,
    en: { title: 'Not possible in this state', detail: '{what} is {status}. Not possible now: {action}.' },
    hu: {
      title: 'Ebben az állapotban nem lehetséges',
      detail: '{what} állapota: {status}. Most nem lehetséges: {action}.',
    },
    de: {
      title: 'In diesem Zustand nicht möglich',
      detail: '{what} hat den Status {status}. Jetzt nicht möglich: {action}.',
    },
  },
  'shop-not-active': {
    status: 409,
    en: { title: 'The shop is not active', detail: '{reason}' },
    hu: { title: 'A bolt nem aktív', detail: '{reason}' },
    de: { title: 'Der Shop ist nicht aktiv', detail: '{reason}' },
  },
  'push-refused': {
    status: 422,
    en: {
      title: 'The shop cannot take this',
      detail: 'Nothing was accepted. Correct what is listed under "errors" and send the request again.',
    },
    hu: {
      title: 'A bolt ezt nem tudja fogadni',
      detail:
        'Egyetlen módosítást sem fogadtunk el. Javítsa az „errors” alatt felsoroltakat, és küldje el újra a kérést.',
    },
    de: {
      title: 'Der Shop kann das nicht annehmen',
      detail:
        'Es wurde nichts angenommen. Bitte das unter „errors“ Genannte korrigieren und die Anfrage erneut senden.',
    },
  },
  'key-reused': {
    status: 409,
    en: {
      title: 'The key belongs to another push',
      detail: 'Nothing was accepted. A key stands for one push: use a new key for another change.',
    },
    hu: {
      title: 'A kulcs egy másik módosításhoz tartozik',
      detail:
        'Egyetlen módosítást sem fogadtunk el. Egy kulcs egy módosítást jelöl: más módosításhoz adjon meg új kulcsot.',
    },
    de: {
      title: 'Der Schlüssel gehört zu einer anderen Änderung',
      detail:
        'Es wurde nichts angenommen. Ein Schlüssel steht für eine Änderung: bitte für eine andere einen neuen verwenden.',
    },
  },
  'link-taken': {
    status: 409,
    en: {
      title: 'One of the ids is linked to another object',
      detail: 'Nothing was changed. Remove the other link first, or use another id.',
    },
    hu: {
      title: 'Az egyik azonosító már más objektumhoz tartozik',
      detail: 'Semmi sem változott. Előbb törölje a másik összerendelést, vagy adjon meg más azonosítót.',
    },
    de: {
      title: 'Eine der Kennungen gehört zu einem anderen Objekt',
      detail:
        'Es wurde nichts geändert. Bitte zuerst die andere Verknüpfung entfernen oder eine andere Kennung verwenden.',
    },
  },
  'not-readable': {
    status: 409,
    en: {
      title: 'It cannot be read alone',
      detail: 'Objects of {table} are read with the object they belong to. Read that one again, or start a full sync.',
    },
    hu: {
      title: 'Önmagában nem olvasható be',
      detail:
        'A(z) {table} objektumai azzal az objektummal együtt olvashatók be, amelyhez tartoznak. Olvastassa be újra azt, vagy indítson teljes szinkronizálást.',
    },
    de: {
      title: 'Einzeln nicht lesbar',
      detail:
        'Objekte in {table} werden mit dem Objekt gelesen, zu dem sie gehören. Bitte dieses erneut lesen oder vollständig synchronisieren.',
    },
  },
  'nothing-to-replay': {
    status: 409,
    en: {
      title: 'Nothing to replay',
      detail: 'No delivery with a stored body matches. Widen the filter, or start an incremental sync instead.',
    },
    hu: {
      title: 'Nincs mit újra feldolgozni',
      detail:
        'Nincs a szűrőnek megfelelő, még tárolt tartalmú kézbesítés. Bővítse a szűrőt, vagy indítson helyette növekményes szinkronizálást.',
    },
    de: {
      title: 'Nichts erneut zu verarbeiten',
      detail:
        'Keine Zustellung mit gespeichertem Inhalt passt zum Filter. Bitte den Filter erweitern oder stattdessen inkrementell synchronisieren.',
    },
  },
  'replay-too-large': {
    status: 422,
    en: {
      title: 'Too many deliveries for one replay',
      detail:
        'More than {max} deliveries match. Narrow the filter, or start a full sync, which reads each object once.',
    },
    hu: {
      title: 'Túl sok kézbesítés egyszerre',
      detail:
        'Több mint {max} kézbesítés felel meg a szűrőnek. Szűkítse a szűrőt, vagy indítson teljes szinkronizálást, amely minden objektumot egyszer olvas be.',
    },
    de: {
      title: 'Zu viele Zustellungen auf einmal',
      detail:
        'Mehr als {max} Zustellungen passen zum Filter. Bitte den Filter eingrenzen oder vollständig synchronisieren; dabei wird jedes Objekt einmal gelesen.',
    },
  },
  'body-gone': {
    status: 409,
    en: {
      title: 'The body has been deleted',
      detail: 'The retention period of the delivery is over. Start an incremental sync instead.',
    },
    hu: {
      title: 'A tartalom már törölve',
      detail: 'A megőrzési idő lejárt. Indítson helyette növekményes szinkronizálást.',
    },
    de: {
      title: 'Der Inhalt ist gelöscht',
      detail: 'Die Aufbewahrungsfrist ist abgelaufen. Bitte stattdessen inkrementell synchronisieren.',
    },
  },
  'installation-expired': {
    status: 410,
    en: {
      title: 'The installation has expired',
      detail: 'Open the app again from the shop’s admin to start a new one.',
    },
    hu: { title: 'A telepítés lejárt', detail: 'Nyissa meg az alkalmazást újra a bolt adminisztrációjából.' },
    de: { title: 'Die Installation ist abgelaufen', detail: 'Bitte die App erneut aus der Shop-Verwaltung öffnen.' },
  },
  'payload-too-large': {
    status: 413,
    en: { title: 'Request too large', detail: 'The body exceeds the size limit. Send a smaller one.' },
    hu: { title: 'Túl nagy kérés', detail: 'A tartalom nagyobb a megengedettnél. Küldjön kisebbet.' },
    de: { title: 'Anfrage zu groß', detail: 'Der Inhalt ist größer als erlaubt. Bitte weniger senden.' },
  },
  'unsupported-media-type': {
    status: 415,
    en: { title: 'Unsupported content type', detail: 'Send JSON: "Content-Type: application/json".' },
    hu: { title: 'Nem támogatott tartalomtípus', detail: 'JSON-t küldjön: „Content-Type: application/json”.' },
    de: { title: 'Nicht unterstützter Inhaltstyp', detail: 'Bitte JSON senden: „Content-Type: application/json“.' },
  },
  'invalid-credentials': {
    status: 422,
    en: {
      title: 'Incomplete or malformed credentials',
      detail: 'Correct the fields listed under "errors" and send it again.',
    },
    hu: {
      title: 'Hiányos vagy hibás formátumú hitelesítő adatok',
      detail: 'Javítsa az „errors” alatt felsorolt mezőket, és küldje el újra.',
    },
    de: {
      title: 'Unvollständige oder fehlerhafte Zugangsdaten',
      detail: 'Bitte die unter „errors“ genannten Felder korrigieren und erneut senden.',
    },
  },
  'credentials-refused': {
    status: 422,
    en: {
      title: 'The shop rejected the credentials',
      detail: '{reason} Check them in the shop’s admin.',
    },
    hu: {
      title: 'A bolt elutasította a hitelesítő adatokat',
      detail: '{reason} Ellenőrizze az adatokat a bolt adminisztrációjában.',
    },
    de: {
      title: 'Der Shop hat die Zugangsdaten abgelehnt',
      detail: '{reason} Bitte die Zugangsdaten in der Shop-Verwaltung prüfen.',
    },
  },
  'shop-refused': {
    status: 422,
    en: { title: 'The shop rejected the call', detail: '{reason}' },
    hu: { title: 'A bolt elutasította a hívást', detail: '{reason}' },
    de: { title: 'Der Shop hat den Aufruf abgelehnt', detail: '{reason}' },
  },
  'too-many-requests': {
    status: 429,
    en: { title: 'Too many requests', detail: 'Wait {seconds} s, then try again.' },
    hu: { title: 'Túl sok kérés', detail: 'Várjon {seconds} másodpercet, majd próbálja újra.' },
    de: { title: 'Zu viele Anfragen', detail: 'Bitte {seconds} s warten und es erneut versuchen.' },
  },
  'headers-too-large': {
    status: 431,
    en: {
      title: 'The headers are too large',
      detail: 'All headers together may be at most 16 KiB. Send fewer or shorter ones.',
    },
    hu: {
      title: 'Túl nagy fejlécek',
      detail: 'A fejlécek együtt legfeljebb 16 KiB-osak lehetnek. Küldjön kevesebbet vagy rövidebbeket.',
    },
    de: {
      title: 'Die Header sind zu groß',
      detail: 'Alle Header zusammen dürfen höchstens 16 KiB groß sein. Bitte weniger oder kürzere senden.',
    },
  },
  internal: {
    status: 500,
    en: {
      title: 'Internal error',
      detail: 'The error is on our side. Report the request id {request_id} to the operator.',
    },
    hu: {
      title: 'Belső hiba',
      detail: 'A hiba nálunk keletkezett. Jelezze az üzemeltetőnek a kérés azonosítóját: {request_id}.',
    },
    de: {
      title: 'Interner Fehler',
      detail: 'Der Fehler liegt bei uns. Bitte dem Betreiber die Request-ID {request_id} nennen.',
    },
  },
  'shop-unreachable': {
    status: 502,
    en: { title: 'The shop does not respond', detail: '{reason} Try again in a minute.' },
    hu: { title: 'A bolt nem válaszol', detail: '{reason} Próbálja újra egy perc múlva.' },
    de: { title: 'Der Shop antwortet nicht', detail: '{reason} Bitte in einer Minute erneut versuchen.' },
  },
  'dashboard-not-built': {
    status: 503,
    en: {
      title: 'The dashboard is not built',
      detail: 'Run "npm run build-dashboard" where the api runs, then reload this page. "npm start" does it by itself.',
    },
    hu: {
      title: 'Az irányítópult nincs lefordítva',
      detail:
        'Futtassa az „npm run build-dashboard” parancsot ott, ahol az api fut, majd töltse újra az oldalt. Az „npm start” ezt magától elvégzi.',
    },
    de: {
      title: 'Das Dashboard ist nicht gebaut',
      detail:
        'Bitte dort, wo die API läuft, „npm run build-dashboard“ ausführen und diese Seite neu laden. „npm start“ erledigt das von selbst.',
    },
  },
  unavailable: {
    status: 503,
    en: { title: 'Temporarily unavailable', detail: 'A database cannot be reached. Try again in a few seconds.' },
    hu: {
      title: 'Átmenetileg nem elérhető',
      detail: 'Egy adatbázis nem érhető el. Próbálja újra néhány másodperc múlva.',
    },
    de: {
      title: 'Vorübergehend nicht verfügbar',
      detail: 'Eine Datenbank ist nicht erreichbar. Bitte in einigen Sekunden erneut versuchen.',
    },
  },
} as const satisfies Record<string, ProblemEntry>

/** Last part of a problem's `type`. */
export type ProblemName = keyof typeof problems

/** Messages and pages that are not errors, by name. */
export const messages = {
  'sync-queued': {
    en: 'The {type} sync of {domain} is queued.',
    hu: 'A(z) {domain} bolt szinkronizálása ({type}) bekerült a sorba.',
    de: 'Die Synchronisierung ({type}) von {domain} ist in der Warteschlange.',
  },
  'sync-open': {
    en: '{domain} is already being synced ({type}). This is the open run.',
    hu: 'A(z) {domain} bolt szinkronizálása ({type}) már folyamatban van. Ez a folyamatban lévő futás.',
    de: '{domain} wird bereits synchronisiert ({type}). Dies ist der offene Lauf.',
  },
  'page-claim-title': {
    en: 'Almost done',
    hu: 'Már majdnem kész',
    de: 'Fast fertig',
  },
  'page-claim-button': {
    en: 'Connect to an account',
    hu: 'Csatlakoztatás egy fiókhoz',
    de: 'Mit einem Konto verbinden',
  },
  'page-progress-button': {
    en: 'Show the progress',
    hu: 'Az állapot megtekintése',
    de: 'Fortschritt anzeigen',
  },
  'page-claim': {
    en: '{domain} has installed the app. One step remains, within 15 minutes: connect the shop to your account. The person who manages the account needs this installation id:',
    hu: 'A(z) {domain} bolt telepítette az alkalmazást. Már csak egy lépés maradt, 15 percen belül: csatlakoztassa a boltot a fiókjához. A fiók kezelőjének ehhez erre a telepítési azonosítóra van szüksége:',
    de: '{domain} hat die App installiert. Ein Schritt fehlt noch, innerhalb von 15 Minuten: Verbinden Sie den Shop mit Ihrem Konto. Die Person, die das Konto verwaltet, braucht dafür diese Installations-ID:',
  },
  'page-claim-unnamed': {
    en: 'The selected shop has approved the app. One step remains, within 15 minutes: connect the shop to your account. The person who manages the account needs this installation id:',
    hu: 'A kiválasztott bolt jóváhagyta az alkalmazást. Már csak egy lépés maradt, 15 percen belül: csatlakoztassa a boltot a fiókjához. A fiók kezelőjének ehhez erre a telepítési azonosítóra van szüksége:',
    de: 'Der gewählte Shop hat die App freigegeben. Ein Schritt fehlt noch, innerhalb von 15 Minuten: Verbinden Sie den Shop mit Ihrem Konto. Die Person, die das Konto verwaltet, braucht dafür diese Installations-ID:',
  },
  'page-choose-title': {
    en: 'Connect your shop',
    hu: 'Csatlakoztassa a boltját',
    de: 'Verbinden Sie Ihren Shop',
  },
  'page-choose': {
    en: 'You select the shop and approve the app in a separate window.',
    hu: 'A boltot külön ablakban választja ki, és ott hagyja jóvá az alkalmazást.',
    de: 'In einem eigenen Fenster wählen Sie den Shop und geben die App frei.',
  },
  'page-choose-button': {
    en: 'Continue',
    hu: 'Tovább',
    de: 'Weiter',
  },
  'page-connected-title': {
    en: 'Your shop is connected',
    hu: 'A bolt csatlakoztatva van',
    de: 'Ihr Shop ist verbunden',
  },
  'page-connected': {
    en: 'Its products, customers and orders are being read now and will be kept up to date. You can close this page.',
    hu: 'A termékek, a vásárlók és a rendelések beolvasása elkezdődött, és az adatok mostantól mindig frissek maradnak. Ezt az oldalt bezárhatja.',
    de: 'Produkte, Kunden und Bestellungen werden jetzt eingelesen und ab sofort aktuell gehalten. Sie können diese Seite schließen.',
  },
  'page-opened': {
    en: '{domain} is connected. There is nothing more to do here.',
    hu: 'A(z) {domain} bolt csatlakoztatva van. Itt nincs több teendő.',
    de: '{domain} ist verbunden. Hier ist nichts weiter zu tun.',
  },
  'page-connecting-title': {
    en: 'Your shop is being connected',
    hu: 'A bolt csatlakoztatása folyamatban van',
    de: 'Ihr Shop wird verbunden',
  },
  'page-connecting': {
    en: 'This takes about a minute. You can close this page; the connection continues. If the shop is not in your account after that, start again there.',
    hu: 'Ez körülbelül egy percig tart, és magától befejeződik. Ezt az oldalt bezárhatja. Ha a bolt utána sem jelenik meg a fiókjában, kezdje onnan újra.',
    de: 'Das dauert etwa eine Minute und läuft von selbst weiter. Sie können diese Seite schließen. Erscheint der Shop danach nicht in Ihrem Konto, starten Sie dort bitte erneut.',
  },
  'page-refused-state-title': {
    en: 'This link is no longer valid',
    hu: 'Ez a hivatkozás már nem érvényes',
    de: 'Dieser Link ist nicht mehr gültig',
  },
  'page-refused-state': {
    en: 'It was already used, or is older than 10 minutes. Nothing was connected. Go back to where you started and connect the shop again.',
    hu: 'Már felhasználták, vagy 10 percnél régebbi. A bolt nincs csatlakoztatva. Térjen vissza oda, ahol elkezdte, és csatlakoztassa újra a boltot.',
    de: 'Er wurde bereits verwendet oder ist älter als 10 Minuten. Es wurde nichts verbunden. Gehen Sie dorthin zurück, wo Sie begonnen haben, und verbinden Sie den Shop noch einmal.',
  },
  'page-refused-browser-title': {
    en: 'This browser was not recognized',
    hu: 'Nem ismerjük fel ezt a böngészőt',
    de: 'Dieser Browser wurde nicht erkannt',
  },
  'page-refused-browser': {
    en: 'You returned in another browser, or this one does not accept cookies. Nothing was connected. Allow cookies for this page, then start again and stay in the same browser window.',
    hu: 'Másik böngészőben tért vissza, vagy ez a böngésző nem fogad el sütiket. A bolt nincs csatlakoztatva. Engedélyezze a sütiket ezen az oldalon, majd kezdje újra, és maradjon végig ugyanabban a böngészőablakban.',
    de: 'Sie sind in einem anderen Browser zurückgekommen, oder dieser nimmt keine Cookies an. Es wurde nichts verbunden. Erlauben Sie Cookies für diese Seite, beginnen Sie noch einmal und bleiben Sie im selben Browserfenster.',
  },
  'page-refused-declined-title': {
    en: 'The app was not approved',
    hu: 'Az alkalmazást nem hagyták jóvá',
    de: 'Die App wurde nicht freigegeben',
  },
  'page-refused-declined': {
    en: 'The access was declined, so nothing was connected. If that was a mistake, start again and approve the app.',
    hu: 'A hozzáférést elutasították, ezért a bolt nincs csatlakoztatva. Ha ez tévedés volt, kezdje újra, és hagyja jóvá az alkalmazást.',
    de: 'Der Zugriff wurde abgelehnt, deshalb wurde nichts verbunden. Falls das ein Versehen war, beginnen Sie noch einmal und geben Sie die App frei.',
  },
  'page-refused-shop-taken-title': {
    en: 'This shop belongs to another account',
    hu: 'Ez a bolt egy másik fiókhoz tartozik',
    de: 'Dieser Shop gehört zu einem anderen Konto',
  },
  'page-refused-shop-taken': {
    en: 'It is already connected there. Disconnect it in that account, or uninstall the app in the shop, then connect it again.',
    hu: 'Ott már csatlakoztatva van. Válassza le abban a fiókban, vagy távolítsa el az alkalmazást a boltból, majd csatlakoztassa újra.',
    de: 'Dort ist er bereits verbunden. Trennen Sie ihn in dem anderen Konto oder deinstallieren Sie die App im Shop, und verbinden Sie ihn dann erneut.',
  },
  'page-refused-plan-limit-title': {
    en: 'Your plan does not allow another shop',
    hu: 'A csomagja nem enged több boltot',
    de: 'Ihr Tarif lässt keinen weiteren Shop zu',
  },
  'page-refused-plan-limit': {
    en: 'Nothing was connected. Disconnect a shop you no longer need, or change to a larger plan, then connect this one again.',
    hu: 'A bolt nincs csatlakoztatva. Válasszon le egy olyan boltot, amelyre már nincs szüksége, vagy váltson nagyobb csomagra, majd csatlakoztassa újra ezt.',
    de: 'Es wurde nichts verbunden. Trennen Sie einen Shop, den Sie nicht mehr brauchen, oder wechseln Sie in einen größeren Tarif, und verbinden Sie diesen Shop dann erneut.',
  },
  'page-refused-access-title': {
    en: 'The shop did not grant access',
    hu: 'A bolt nem adott hozzáférést',
    de: 'Der Shop hat keinen Zugriff gewährt',
  },
  'page-refused-access': {
    en: 'The approval is no longer valid, so the shop cannot be read. Connect it again; if that does not help, remove the app in the shop and install it again.',
    hu: 'A jóváhagyás már nem érvényes, ezért a bolt adatai nem olvashatók. Csatlakoztassa újra; ha ez nem segít, távolítsa el az alkalmazást a boltból, és telepítse újra.',
    de: 'Die Freigabe gilt nicht mehr, deshalb kann der Shop nicht gelesen werden. Verbinden Sie ihn erneut; hilft das nicht, entfernen Sie die App im Shop und installieren Sie sie noch einmal.',
  },
  'page-refused-other-shop-title': {
    en: 'This link is for another shop',
    hu: 'Ez a hivatkozás egy másik bolthoz tartozik',
    de: 'Dieser Link ist für einen anderen Shop',
  },
  'page-refused-other-shop': {
    en: 'It connects one particular shop again, and a different one was approved. Nothing was connected. Sign in to the right shop and try again, or ask for a new link.',
    hu: 'Egy bizonyos bolt újracsatlakoztatására szolgál, de egy másikat hagytak jóvá. A bolt nincs csatlakoztatva. Jelentkezzen be a megfelelő boltba, és próbálja újra, vagy kérjen új hivatkozást.',
    de: 'Er verbindet einen bestimmten Shop erneut, freigegeben wurde aber ein anderer. Es wurde nichts verbunden. Melden Sie sich im richtigen Shop an und versuchen Sie es noch einmal, oder bitten Sie um einen neuen Link.',
  },
  'page-refused-link-used-title': {
    en: 'This link has already been used',
    hu: 'Ezt a hivatkozást már felhasználták',
    de: 'Dieser Link wurde bereits verwendet',
  },
  'page-refused-link-used': {
    en: 'A shop has been connected with it, and a link connects only one. If yours is not connected yet, ask whoever sent you the link for a new one.',
    hu: 'Egy boltot már csatlakoztattak vele, és egy hivatkozás csak egyhez használható. Ha az Öné még nincs csatlakoztatva, kérjen új hivatkozást attól, akitől ezt kapta.',
    de: 'Mit ihm wurde ein Shop verbunden, und ein Link verbindet nur einen. Ist Ihrer noch nicht verbunden, bitten Sie die Person, die Ihnen den Link geschickt hat, um einen neuen.',
  },
  'page-refused-link-expired-title': {
    en: 'This link has expired',
    hu: 'Ez a hivatkozás lejárt',
    de: 'Dieser Link ist abgelaufen',
  },
  'page-refused-link-expired': {
    en: 'It was valid for a limited time only. Nothing was connected. Ask whoever sent you the link for a new one.',
    hu: 'Csak korlátozott ideig volt érvényes. A bolt nincs csatlakoztatva. Kérjen új hivatkozást attól, akitől ezt kapta.',
    de: 'Er war nur für begrenzte Zeit gültig. Es wurde nichts verbunden. Bitten Sie die Person, die Ihnen den Link geschickt hat, um einen neuen.',
  },
  'page-refused-link-revoked-title': {
    en: 'This link has been withdrawn',
    hu: 'Ezt a hivatkozást visszavonták',
    de: 'Dieser Link wurde zurückgezogen',
  },
  'page-refused-link-revoked': {
    en: 'It can no longer be used, and nothing was connected. If you still want to connect your shop, ask whoever sent you the link for a new one.',
    hu: 'Már nem használható, és a bolt nincs csatlakoztatva. Ha továbbra is csatlakoztatni szeretné a boltját, kérjen új hivatkozást attól, akitől ezt kapta.',
    de: 'Er kann nicht mehr verwendet werden, und es wurde nichts verbunden. Möchten Sie Ihren Shop weiterhin verbinden, bitten Sie die Person, die Ihnen den Link geschickt hat, um einen neuen.',
  },
  'page-refused-unknown-title': {
    en: 'The shop could not be connected',
    hu: 'A boltot nem sikerült csatlakoztatni',
    de: 'Der Shop konnte nicht verbunden werden',
  },
  'page-refused-unknown': {
    en: 'Go back to where you started and try again. If it fails again, contact the person or company that sent you here.',
    hu: 'Térjen vissza oda, ahol elkezdte, és próbálja újra. Ha ismét nem sikerül, forduljon ahhoz, aki ide irányította.',
    de: 'Gehen Sie dorthin zurück, wo Sie begonnen haben, und versuchen Sie es noch einmal. Gelingt es wieder nicht, wenden Sie sich an die Person, die Sie hierher geschickt hat.',
  },
} as const satisfies Record<string, Record<Language, string>>

/** The name of a message; every message exists in every language. */
export type MessageName = keyof typeof messages

/** Returns the message in this language with its parameters filled in. */
export function say(name: MessageName, language: Language, parameters: Record<string, string> = {}): string {
  return fill(messages[name][language], parameters)
}

/** Replaces each `{name}`; a placeholder without a parameter is kept. */
export function fill(template: string, parameters: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => parameters[name] ?? place)
}
