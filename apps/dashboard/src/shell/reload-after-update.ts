const STORAGE_KEY = 'shopmirror-reloaded-at'
/** A file that is missing again so soon after a reload is missing for another reason, ms. */
const AGAIN_AFTER_MS = 60_000

/** After an update the files that an open page would load next are gone: the page is loaded anew, once. */
export function reloadAfterUpdate(): void {
  addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(STORAGE_KEY)) < AGAIN_AFTER_MS) return
    event.preventDefault()
    sessionStorage.setItem(STORAGE_KEY, String(Date.now()))
    location.reload()
  })
}
