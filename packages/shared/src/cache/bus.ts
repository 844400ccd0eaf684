export interface BusListener {
  message(text: string): void
  /** Messages may have been missed: there was no connection, or it is the first. */
  gap(): void
}

/** Tells all processes of a stack something small, such as what was purged. */
export interface Bus {
  /**
   * Sends up to 7,000 bytes to every listener, this process's included.
   *
   * @throws when there is no connection.
   */
  publish(text: string): Promise<void>
  subscribe(listener: BusListener): void
  close(): Promise<void>
}
