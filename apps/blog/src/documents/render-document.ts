import { Worker } from 'node:worker_threads'
import type { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import { BadInput } from '@rose-ash/shared/errors'

export interface Rendered {
  /** Clean HTML: no script, style or event handler but those of trusted HTML cards. */
  html: string
  /** The words alone, paragraphs parted by an empty line. */
  plaintext: string
}

export interface RenderOptions {
  /** HTML cards with exactly this text are kept as they are. */
  trusted?: readonly string[]
}

/** What the thread is asked: to render a document, or to read one from HTML. */
export type Task = { document: LexicalDocument; trusted: readonly string[] } | { html: string }

export type TaskRequest = { id: number; task: Task }
export type TaskAnswer = { id: number } & ({ answer: unknown } | { problem: string })

interface Waiting {
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}

/** A post of 100,000 words takes two seconds, and whoever starts the worker waits for it, too. */
const PATIENCE_MS = 30_000
const IDLE_MS = 60_000
const MEMORY_MB = 512

/**
 * Renders documents with Ghost's renderer in a thread of its own: it needs a DOM of 100 MB, and an
 * error in a card ends the whole process it happens in. The thread is started when it is needed,
 * ends when nothing was rendered for a minute, and is replaced when it dies.
 */
class Renderer {
  #worker: Worker | undefined
  #count = 0
  #idle: NodeJS.Timeout | undefined
  readonly #waiting = new Map<number, Waiting>()

  /** @returns what the thread makes of the task. */
  run(task: Task): Promise<unknown> {
    clearTimeout(this.#idle)
    const id = (this.#count += 1)
    const worker = (this.#worker ??= this.#start())
    return new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(worker, new Unrenderable()), PATIENCE_MS)
      this.#waiting.set(id, { resolve, reject, timer })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ id, task } satisfies TaskRequest)
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('render-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    worker.on('message', (answer: TaskAnswer) => this.#settle(answer))
    worker.on('error', () => this.#fail(worker, new Unrenderable()))
    worker.on('exit', () => this.#fail(worker, new Unrenderable()))
    worker.unref()
    return worker
  }

  #settle(answer: TaskAnswer): void {
    const waiting = this.#take(answer.id)
    if ('answer' in answer) waiting?.resolve(answer.answer)
    else waiting?.reject(new Unrenderable(answer.problem))
    if (this.#waiting.size > 0) return
    this.#idle = setTimeout(() => this.#end(), IDLE_MS)
    this.#idle.unref()
  }

  /** Nobody knows which of the waiting documents it was; they are told to try again. */
  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return
    this.#end()
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(error)
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    clearTimeout(waiting?.timer)
    return waiting
  }

  #end(): void {
    const worker = this.#worker
    this.#worker = undefined
    void worker?.terminate()
  }
}

/** The text cannot be made into a page; what was written is still where it was. */
class Unrenderable extends BadInput {
  constructor(problem = 'a block in it cannot be shown') {
    super(`This text cannot be made into a page: ${problem}. Take out the last thing you put in.`)
  }
}

const renderer = new Renderer()

/**
 * Makes the HTML and the plain text of a document, without touching this thread.
 *
 * @throws {Unrenderable} when a node is unknown, or a card cannot be rendered.
 */
export function renderDocument(
  document: LexicalDocument,
  { trusted = [] }: RenderOptions = {},
): Promise<Rendered> {
  return renderer.run({ document, trusted }) as Promise<Rendered>
}

/**
 * Reads HTML as a document, as Ghost does: what it has no block for becomes an HTML card.
 *
 * @throws {Unrenderable} when it cannot be read.
 */
export function readHtml(html: string): Promise<LexicalDocument> {
  return renderer.run({ html }) as Promise<LexicalDocument>
}
