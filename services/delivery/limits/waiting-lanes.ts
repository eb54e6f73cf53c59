/** Lanes that have nothing to do, in the order in which they came. */
export interface WaitingLanes<Mail> {
  count(): number
  /** Waits for a mail; undefined: the lane is done. */
  wait(): Promise<Mail | undefined>
  /** Gives the first lane a mail; false where none waits. */
  give(mail: Mail): boolean
  /** All lanes are done; where something `failed` the first one learns of it. */
  dismiss(failed?: { error: unknown }): void
}

export function openWaitingLanes<Mail>(): WaitingLanes<Mail> {
  const lanes: { resolve: (mail: Mail | undefined) => void; reject: (error: unknown) => void }[] = []
  return {
    count: () => lanes.length,
    wait: () => new Promise((resolve, reject) => void lanes.push({ resolve, reject })),
    give(mail) {
      const lane = lanes.shift()
      lane?.resolve(mail)
      return lane !== undefined
    },
    dismiss(failed) {
      const all = lanes.splice(0)
      if (failed !== undefined) all.shift()?.reject(failed.error)
      for (const { resolve } of all) resolve(undefined)
    }
  }
}
