/** A JSON object as REST and webhooks carry it; ids in it are made by `exact`. */
export type Body = Record<string, unknown>
