/** A topic, and the number of the object it is about. */
export interface ObjectTopic {
  topic: string
  id: number
  /** Of stock: where. */
  place?: number
  /** What the body has besides. */
  more?: Record<string, unknown>
}
