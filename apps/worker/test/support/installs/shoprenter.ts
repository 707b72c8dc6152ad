import type { InstallCases } from './install-cases.ts'

export const shoprenterInstalls: InstallCases = {
  platform: 'shoprenter',
  sandbox: { products: 30, customers: 20, orders: 30 },
}
