/** Parts of the page, by their names in the address; the first is shown without one. */
export const tabs = ['overview', 'resources', 'webhooks', 'settings', 'danger'] as const
export type Tab = (typeof tabs)[number]
