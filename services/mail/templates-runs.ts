const spoken =
  '{% assign spoken = run.text | spoken: run.kind %}{% if spoken %} role="math" aria-label="{{ spoken }}"{% endif %}'

/**
 * `{% render 'runs', runs: titleRuns %}` in a template. Each style has its tag here and each text is
 * put in as data, so that escaping is not for a template to remember. One line: a blank between
 * two runs would be one in the text.
 */
export const runsTemplate =
  '{% for run in runs %}{% case run.kind %}' +
  ['em', 'strong', 'code'].map((kind) => `{% when '${kind}' %}<${kind}>{{ run.text }}</${kind}>`).join('') +
  ['sub', 'sup'].map((kind) => `{% when '${kind}' %}<${kind}${spoken}>{{ run.text }}</${kind}>`).join('') +
  '{% else %}{{ run.text }}{% endcase %}{% endfor %}'
