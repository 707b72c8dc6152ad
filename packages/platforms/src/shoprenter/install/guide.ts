import type { InstallGuide } from '../../contract/install-guide.ts'
import { addressOf, type Settings } from '../settings.ts'

const SUFFIX = '.myshoprenter.hu'

export function createGuide(settings: Settings): InstallGuide {
  return {
    name: 'ShopRenter',
    shopName: {
      label: { en: 'Name of your shop', hu: 'A bolt neve', de: 'Name Ihres Shops' },
      suffix: SUFFIX,
      example: 'sajat-bolt',
      hint: {
        en: 'It is in the address of your shop’s admin; you can also paste the whole address.',
        hu: 'Az adminfelület címében található; a teljes címet is beillesztheti.',
        de: 'Er steht in der Adresse Ihrer Shop-Verwaltung; Sie können auch die ganze Adresse einfügen.',
      },
    },
    steps: [
      {
        en: 'You enter the name of your shop.',
        hu: 'Megadja a bolt nevét.',
        de: 'Sie geben den Namen Ihres Shops ein.',
      },
      {
        en: 'In the admin of your shop you find the app and install it.',
        hu: 'A bolt adminfelületén megkeresi és telepíti az alkalmazást.',
        de: 'In der Verwaltung Ihres Shops suchen Sie die App und installieren sie.',
      },
      {
        en: 'ShopRenter tells us that you have approved it, and your products, customers and orders are read for the first time.',
        hu: 'A ShopRenter jelzi, hogy jóváhagyta, és megkezdődik a termékek, a vásárlók és a rendelések első beolvasása.',
        de: 'ShopRenter meldet uns Ihre Freigabe, und Produkte, Kunden und Bestellungen werden zum ersten Mal eingelesen.',
      },
      {
        en: 'From then on, every change in the shop arrives by itself.',
        hu: 'Ezután a bolt minden változása magától megérkezik.',
        de: 'Danach kommt jede Änderung im Shop von selbst an.',
      },
    ],
    admin: {
      url: (shop) => adminUrl(shop, settings),
      howTo: {
        en: 'Sign in, open the applications, select the app, and click install. Use this browser, so that we recognize you.',
        hu: 'Jelentkezzen be, nyissa meg az alkalmazásokat, válassza ki az alkalmazást, majd kattintson a telepítésre. Ugyanezt a böngészőt használja, hogy felismerjük.',
        de: 'Melden Sie sich an, öffnen Sie die Anwendungen, wählen Sie die App und klicken Sie auf Installieren. Verwenden Sie diesen Browser, damit wir Sie wiedererkennen.',
      },
      reconnect: {
        en: 'If the app is installed already, open it there. If that does not help, remove it and install it again.',
        hu: 'Ha az alkalmazás már telepítve van, ott nyissa meg. Ha ez nem segít, távolítsa el, és telepítse újra.',
        de: 'Ist die App schon installiert, öffnen Sie sie dort. Hilft das nicht, entfernen Sie sie und installieren Sie sie erneut.',
      },
    },
    displayName: (shop) => `${shop}${SUFFIX}`,
  }
}

function adminUrl(shop: string, settings: Settings): URL {
  const admin = addressOf(settings.SHOPRENTER_ADMIN_URL, shop)
  admin.pathname = `${admin.pathname.replace(/\/$/, '')}/admin`
  return admin
}
