import type { Config } from '../../platform/config.ts'
import { renderPage } from './layout.tsx'

/** What is kept about readers, who else sees it, and what they can do about it. */
export function privacyPage(config: Config, kept: { what: string; why: string; howLong: string }[]): string {
  const { siteName, operatorName, contactEmail } = config
  return renderPage({
    config,
    title: 'Privacy',
    description: `What ${siteName} keeps about its readers, why, and for how long.`,
    canonical: '/privacy',
    children: (
      <div class="column plain">
        <p class="kicker">Privacy</p>
        <h1>What we keep about you</h1>
        <div class="prose">
          <p>
            Reading the pages leaves nothing behind but a count: no cookie, no tracker, nothing loaded from anywhere
            else, no address in a log. Mails carry no pixel, and their links lead straight to the papers: nobody sees
            whether you open or click. Of those who subscribe we keep this:
          </p>
        </div>
        <table class="table section">
          <tbody>
            {kept.map(({ what, why, howLong }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>
                  <p>{why}</p>
                  <p>{howLong}</p>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div class="prose section">
          <h2>Who else sees it</h2>
          <p>
            {config.local
              ? 'Nobody: this installation runs on one machine, and no mail leaves it.'
              : `Your address and the mails to you pass through the mail server that ${operatorName ?? 'the operator'} sends with, and through your own provider's. Nobody else gets anything.`}
          </p>
          <h2>What you can do</h2>
          <p>
            Every mail ends with two links. <em>Unsubscribe</em> ends the mails at once. <em>Preferences</em> has a
            fresh link mailed to you, by which you get all of the above as a file, move to another address, or have
            everything erased at once; then only the keyed hash stays.
          </p>
          <p>
            Backups that the operator makes hold what was kept when they were made.
            {contactEmail === undefined ? null : (
              <>
                {' '}
                Questions and complaints go to {operatorName ?? 'the operator'}:{' '}
                <a href={`mailto:${contactEmail}`}>{contactEmail}</a>. You may also turn to the data protection
                authority where you live.
              </>
            )}
          </p>
        </div>
      </div>
    )
  })
}
