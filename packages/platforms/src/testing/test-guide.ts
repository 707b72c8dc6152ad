import type { InstallGuide, LocalText } from '../contract/install-guide.ts'

const inAll = (text: string): LocalText => ({ en: text, hu: `${text} (hu)`, de: `${text} (de)` })

/** Guide of a test platform whose merchants select the shop on the consent page. */
export const plainGuide: InstallGuide = {
  name: 'Selected',
  steps: [inAll('First.'), inAll('Second.'), inAll('Third.'), inAll('Fourth.')],
  displayName: (domain) => domain,
}

/** Guide of a test platform that asks for the shop's name. */
export const namedGuide: InstallGuide = {
  ...plainGuide,
  name: 'Signed',
  shopName: {
    label: inAll('Name of your shop'),
    suffix: '.signed.example.com',
    example: 'my-shop',
    hint: inAll('It is in the address.'),
  },
  displayName: (domain) => `${domain}.signed.example.com`,
}
