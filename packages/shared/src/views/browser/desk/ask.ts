/** What our own server answers as JSON. @throws with what the server says to do. */
export async function ask(url: string, body?: unknown, method = 'POST'): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    ...(body !== undefined && { method, body: JSON.stringify(body) }),
  })
  const answer: unknown = response.status === 204 ? undefined : await response.json()
  if (!response.ok) throw new Error(detailOf(answer))
  return answer
}

function detailOf(answer: unknown): string {
  const { detail } = (answer ?? {}) as { detail?: unknown }
  return typeof detail === 'string' ? detail : 'That did not work. Please try again.'
}
