export interface Notice {
  title: string
  /** What to do. No customer data. */
  detail: string
  shopId: string
  kind: string
}

/** Resolves when the other side took the notice. */
export interface Channel {
  name: string
  send(notice: Notice): Promise<void>
}
