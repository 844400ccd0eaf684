/** A mail as it arrived. */
export interface CaughtMail {
  id: number
  to: string[]
  from: string
  subject: string
  date: string
  messageId: string
  text: string
  html: string
}
