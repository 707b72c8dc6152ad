import type { InstallGuide } from '../../contract/install-guide.ts'

export const guide: InstallGuide = {
  name: 'SHOPLINE',
  steps: [
    {
      en: 'You continue to SHOPLINE and sign in there if needed.',
      hu: 'Továbblép a SHOPLINE oldalára, és ha szükséges, bejelentkezik.',
      de: 'Sie wechseln zu SHOPLINE und melden sich dort bei Bedarf an.',
    },
    {
      en: 'You select your shop and approve what the app may see.',
      hu: 'Kiválasztja a boltját, és jóváhagyja, mihez kap hozzáférést az alkalmazás.',
      de: 'Sie wählen Ihren Shop und geben frei, worauf die App zugreifen darf.',
    },
    {
      en: 'SHOPLINE brings you back here, and your products, customers and orders are read for the first time.',
      hu: 'A SHOPLINE visszahozza ide, és megkezdődik a termékek, a vásárlók és a rendelések első beolvasása.',
      de: 'SHOPLINE führt Sie hierher zurück, und Produkte, Kunden und Bestellungen werden zum ersten Mal eingelesen.',
    },
    {
      en: 'From then on, every change in the shop arrives by itself.',
      hu: 'Ezután a bolt minden változása magától megérkezik.',
      de: 'Danach kommt jede Änderung im Shop von selbst an.',
    },
  ],
  displayName: (domain) => domain,
}
