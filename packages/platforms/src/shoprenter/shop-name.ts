/** A shop's name is a DNS label. People paste addresses of it: `minta.myshoprenter.hu`, `https://minta.myshoprenter.hu/admin`. */
export function parseShop(input: string): string | null {
  const text = input.trim().toLowerCase()
  const host = text.replace(/^https?:\/\//, '').split('/')[0] ?? ''
  const name = host.replace(/(\.api2?)?\.myshoprenter\.hu$/, '')
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? name : null
}
