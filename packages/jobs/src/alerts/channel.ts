/** A notification of an alert. */
export interface Notice {
  title: string
  /** What happened and what to do. No customer data. */
  detail: string
  shopId: string
  kind: string
}

/** `send` resolves when the other side has accepted the notice. */
export interface Channel {
  name: string
  send(notice: Notice): Promise<void>
}
