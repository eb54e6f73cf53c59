import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { signUpPressure } from '../subscribers/pressure.ts'
import { raiseAlarm } from './alarms/raise-alarm.ts'

const texts = {
  volume:
    'More than 1,000 confirmation mails were asked for within an hour. Until that ends, sign-ups without a proof of work get few; forms in a browser bring one along by themselves.',
  share:
    'Hardly anybody confirms: of those who were asked in the day before last hour fewer than 15 of 100 did. Somebody may be signing up strangers. Until that ends, sign-ups without a proof of work get few confirmation mails.'
}

/** Tells the operator, once, when sign-ups come that look like an attack. */
export async function watchSignUps({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  for (const { why, since } of await signUpPressure({ db, clock }))
    await raiseAlarm(db, {
      key: `sign_ups_${why}/${since.toISOString()}`,
      kind: 'sign_ups',
      text: texts[why],
      at: clock.now()
    })
}
