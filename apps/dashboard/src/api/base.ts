/** What the api has written into the page: it knows the path of PUBLIC_URL, and the nonce of its own answer. */
const written = document.querySelector<HTMLMetaElement>('meta[name="shopmirror-base"]')?.content ?? '/dashboard/'

/** Path of the dashboard without a slash at the end, such as `/mirror/dashboard`. */
export const basePath = written.replace(/\/+$/, '')

/** Path before that of an api route, such as `/mirror`; empty without a path in PUBLIC_URL. */
export const apiPath = basePath.replace(/\/dashboard$/, '')

/** For styles that the page adds itself; the content security policy refuses others. */
export const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
