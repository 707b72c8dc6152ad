/** Every screen's address below `/dashboard`: each is walked in every language, theme and width. */
export const routes = [
  '/',
  '/shops',
  '/activity',
  '/deliveries/dlv_0',
  '/shops/shp_0/objects/orders/0',
  '/pushes',
  '/pushes/psh_0',
  '/replay',
  '/quarantine',
  '/alerts',
  '/privacy',
  '/claim',
  '/claim?sr_install=ins_0',
  '/nowhere',
] as const
