/** A time in the format of queries: UTC, whole seconds. https://open-api.docs.shoplineapp.com/docs/openapi-request-example */
export function queryTime(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ')
}
