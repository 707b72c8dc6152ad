import { useLingui } from '@lingui/react/macro'

/** Names of resources in the reader's language; one of a newer server by its own name. */
export function useResourceLabel(): (resource: string) => string {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    locations: t`Locations`,
    categories: t`Categories`,
    products: t`Products`,
    inventory: t`Stock`,
    customers: t`Customers`,
    orders: t`Orders`,
  }
  return (resource) => labels[resource] ?? resource
}
