import SumUp, { APIError } from '@sumup/sdk'
import { z } from 'zod'
import type { ProviderAccess } from '../provider-kind.ts'

/**
 * SumUp's own client, recording what it says and hears. The SDK neither times out nor backs off by
 * itself: 10 s a request, and no retries here; our jobs try again.
 */
export function sumUpClient(access: ProviderAccess): SumUp {
  return new RecordingClient(access)
}

/** What of SumUp's things says which payment they are about. */
const Named = z.object({
  id: z.string().optional(),
  checkout_reference: z.string().optional(),
  foreign_transaction_id: z.string().optional(),
  transactions: z.array(z.object({ id: z.string() })).optional(),
})

type Ask = Parameters<SumUp['requestWithResponse']>[0]
type Answer<T> = Awaited<ReturnType<typeof SumUp.prototype.requestWithResponse<T>>>

class RecordingClient extends SumUp {
  readonly #access: ProviderAccess
  /** By SumUp's ids: a refund names its transaction and nothing of ours. */
  readonly #references = new Map<string, string>()

  constructor(access: ProviderAccess) {
    const { credentials, config } = access
    super({
      apiKey: credentials,
      host: config.sumup.apiUrl,
      timeout: 10_000,
      maxRetries: 0,
    })
    this.#access = access
  }

  /** Every method of the SDK ends here. */
  override async requestWithResponse<T>(ask: Ask): Promise<Answer<T>> {
    const begun = performance.now()
    try {
      const answer = await super.requestWithResponse<T>(ask)
      await this.#record(ask, begun, { status: answer.response.status, answer: answer.data })
      return answer
    } catch (error) {
      const heard = error instanceof APIError ? { status: error.status, answer: error.error } : {}
      await this.#record(ask, begun, { ...heard, problem: String(error) })
      throw error
    }
  }

  #record(ask: Ask, begun: number, heard: Heard): Promise<void> {
    const { method = 'GET', path, query, body } = ask
    const reference =
      referenceIn(body) ?? referenceIn(query) ?? this.#referenceOf(path, heard.answer)
    return this.#access.record({
      merchantCode: this.#access.merchantCode,
      reference,
      method,
      path,
      status: heard.status,
      request: body ?? query,
      answer: heard.answer,
      problem: heard.problem,
      tookMs: Math.round(performance.now() - begun),
    })
  }

  #referenceOf(path: string, answer: unknown): string | undefined {
    const { data: said } = Named.safeParse(Array.isArray(answer) ? answer[0] : answer)
    const reference = said?.checkout_reference ?? said?.foreign_transaction_id
    if (!reference) return this.#references.get(path.split('/').at(-2) ?? '')
    for (const { id } of [said ?? {}, ...(said?.transactions ?? [])]) {
      if (id) this.#references.set(id, reference)
    }
    return reference
  }
}

function referenceIn(said: unknown): string | undefined {
  return Named.safeParse(said).data?.checkout_reference
}

interface Heard {
  status?: number
  answer?: unknown
  problem?: string
}

/** Whether SumUp said no with one of these statuses, and with this code when one is given. */
export function isProblem(
  error: unknown,
  statuses: readonly number[],
  code?: string,
): error is APIError<unknown> {
  if (!(error instanceof APIError) || !statuses.includes(error.status)) return false
  return (
    code === undefined || z.object({ error_code: z.literal(code) }).safeParse(error.error).success
  )
}
