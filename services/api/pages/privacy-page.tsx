import { say } from '../../mail/words/words.ts'
import { renderPage } from './layout.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

/** What is kept about readers, who else sees it, and what they can do about it. */
export function privacyPage(site: Site, kept: { what: string; why: string; howLong: string }[]): string {
  const { config, words } = site
  const { siteName, operatorName, contactEmail } = config
  const operator = operatorName ?? say(words, 'privacy.operator')
  return renderPage({
    site,
    title: say(words, 'privacy.title'),
    description: say(words, 'privacy.description', { site: siteName }),
    canonical: '/privacy',
    children: (
      <div class="column plain">
        <p class="kicker">{say(words, 'privacy.title')}</p>
        <h1>{say(words, 'privacy.heading')}</h1>
        <div class="prose">
          <p>{say(words, 'privacy.lead')}</p>
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
          <h2>{say(words, 'privacy.others')}</h2>
          <p>{config.local ? say(words, 'privacy.nobody') : say(words, 'privacy.mailServer', { operator })}</p>
          <h2>{say(words, 'privacy.rights')}</h2>
          <p>
            {sentence(words, 'privacy.links', {
              unsubscribe: <em>{say(words, 'footer.unsubscribe')}</em>,
              preferences: <em>{say(words, 'footer.preferences')}</em>
            })}
          </p>
          <p>
            {say(words, 'privacy.backups')}
            {contactEmail === undefined ? null : (
              <>
                {' '}
                {sentence(words, 'privacy.contact', {
                  operator,
                  contact: <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
                })}
              </>
            )}
          </p>
        </div>
      </div>
    )
  })
}
