import type { InstallGuide } from '../../contract/install-guide.ts'

const SUFFIX = '.myshopify.com'

export const guide: InstallGuide = {
  name: 'Shopify',
  shopName: {
    label: { en: 'Name of your shop', hu: 'A bolt neve', de: 'Name Ihres Shops' },
    suffix: SUFFIX,
    example: 'my-shop',
    hint: {
      en: 'You can also paste the address of your shop’s admin, as it is in the browser.',
      hu: 'Beillesztheti a bolt adminfelületének címét is, ahogy a böngészőben látja.',
      de: 'Sie können auch die Adresse Ihrer Shop-Verwaltung aus dem Browser einfügen.',
    },
  },
  steps: [
    { en: 'You enter the name of your shop.', hu: 'Megadja a bolt nevét.', de: 'Sie geben den Namen Ihres Shops ein.' },
    {
      en: 'Shopify shows you what the app may see. You sign in there if needed, and approve it.',
      hu: 'A Shopify megmutatja, mihez kér hozzáférést az alkalmazás. Ha szükséges, bejelentkezik, majd jóváhagyja.',
      de: 'Shopify zeigt Ihnen, worauf die App zugreifen möchte. Sie melden sich dort bei Bedarf an und geben sie frei.',
    },
    {
      en: 'Shopify brings you back here, and your products, customers and orders are read for the first time.',
      hu: 'A Shopify visszahozza ide, és megkezdődik a termékek, a vásárlók és a rendelések első beolvasása.',
      de: 'Shopify führt Sie hierher zurück, und Produkte, Kunden und Bestellungen werden zum ersten Mal eingelesen.',
    },
    {
      en: 'From then on, every change in the shop arrives by itself.',
      hu: 'Ezután a bolt minden változása magától megérkezik.',
      de: 'Danach kommt jede Änderung im Shop von selbst an.',
    },
  ],
  displayName: (domain) => domain,
}
