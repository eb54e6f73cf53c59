/** The address of the n-th reader, from 1; installation.ts writes the same in SQL. */
export function addressOf(reader: number): string {
  return `reader-${reader}@mail-${reader % 20}.example.org`
}

/** Runs `lanes` senders at a time over all readers; returns how many mails were accepted. Throws at the first failure. */
export async function sendToAll(
  { mails, lanes }: { mails: number; lanes: number },
  send: (address: string) => Promise<unknown>
): Promise<number> {
  let next = 0
  async function lane(): Promise<void> {
    while (next < mails) await send(addressOf(++next))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return next
}
