/** One line of a Ghost's `redirects.json`. */
export interface Redirect {
  from: string
  to: string
  permanent?: boolean
}
