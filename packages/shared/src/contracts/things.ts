/** Something of a domain as others choose it from a list. */
export interface Thing {
  id: string
  title: string
  /** A few words more, such as where it is sold or when it is on. */
  detail: string
}
