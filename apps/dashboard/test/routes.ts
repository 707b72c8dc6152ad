/** Every screen's address below `/dashboard`: each is walked in every language, theme and width. */
export const routes = ['/shops', '/nowhere'] as const
