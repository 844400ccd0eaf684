/** One request to a provider and what became of it, before anything secret is taken out. */
export interface ProviderMessage {
  merchantCode: string
  /** Our reference of the payment it is about, where it can be told. */
  reference: string | undefined
  method: string
  path: string
  /** The HTTP status; undefined when there was no answer. */
  status: number | undefined
  request: unknown
  answer: unknown
  problem: string | undefined
  tookMs: number
}

/** Keeps a message. Never rejects: no payment fails because it could not be written down. */
export type RecordMessage = (message: ProviderMessage) => Promise<void>
