import type { DigestContent } from '../../services/mail/digest.ts'
import type { DigestExtra } from '../../services/mail/digest-extras.ts'
import type { DigestPaper } from '../../services/mail/digest-paper.ts'
import type { Identity } from '../../services/mail/identity.ts'

/** Invented papers, among them what must do no harm: markup, template syntax, an encoded word, wide characters. */
export const papers: DigestPaper[] = [
  paper('Lighthouse: Small Models That Know When to Ask', {
    authors: ['Ada Winterbourne', 'Kofi Mensah-Lund', 'Mirela Stoica', 'Tomás Arregui', 'Yuki Hanamura'],
    summary:
      'A 3-billion-parameter model learns to hand a question on when its own answer is likely to be wrong. The signal is the disagreement of its own drafts, so no labels are needed, and a fifth of the questions sent on keeps nine tenths of the large model’s accuracy.',
    reason: '212 votes on Hugging Face, the most of the day.',
    topics: ['language models', 'efficiency'],
    links: {
      paper: 'https://arxiv.org/abs/2608.01234',
      pdf: 'https://arxiv.org/pdf/2608.01234',
      code: 'https://github.com/example/lighthouse',
      project: 'https://lighthouse.example.org/'
    }
  }),
  paper('Counting Cranes: A Benchmark for Counting in Crowded Scenes', {
    authors: ['Solveig Aamodt', 'Ravi Chandrasekhar'],
    summary:
      'Vision models that describe a photograph well still miscount what is in it. Eleven thousand pictures of harbours, flocks and shelves, each counted by three people, show where: beyond nine objects the best model is right one time in four.',
    reason: '148 votes on Hugging Face, and new since yesterday.',
    topics: ['vision', 'benchmarks'],
    links: { paper: 'https://arxiv.org/abs/2608.02345', pdf: 'https://arxiv.org/pdf/2608.02345' }
  }),
  paper('Sleep Replay without the Sleep: Consolidating Memories During Training', {
    authors: ['Noor El-Khatib', 'Jonas Brandvik', 'Wen Li'],
    summary:
      'Networks forget old tasks when they learn new ones. Replaying a handful of compressed activations between batches, instead of stored examples, prevents most of it at a hundredth of the memory.',
    reason: '97 votes on Hugging Face; code published today.',
    topics: ['continual learning'],
    links: {
      paper: 'https://arxiv.org/abs/2608.03456',
      pdf: 'https://arxiv.org/pdf/2608.03456',
      code: 'https://github.com/example/replay'
    }
  }),
  paper('<script>alert("digest")</script> & Other Titles: {{ subject }} {% raw %} </mj-text>', {
    authors: ['Robert "Bobby" <b>Tables</b>', 'O’Malley & Sons', '{{ curator }}', 'x', 'y'],
    summary: '</td></tr></table><img src=x onerror=alert(1)> & <!--split:tail--> {% if %} =?utf-8?Q?summary?= ]]>',
    reason: 'A title that tries everything, <i>once</i>.',
    topics: ['<topic>', '{{ topics }}'],
    links: {
      paper: 'https://arxiv.org/abs/2608.04567?a=1&b="><script>',
      pdf: 'javascript:alert(1)',
      code: 'https://user:secret@example.org/',
      project: 'data:text/html,<script>alert(1)</script>'
    }
  }),
  paper('長い文書の要約のための階層的注意機構：効率と精度の両立', {
    authors: ['佐藤 美咲', '김민준', 'Łukasz Wiśniewski'],
    summary:
      '一万語を超える文書を、段落ごとの要約を経て一つの要約にまとめる手法を提案する。既存の方法に比べて計算量は三分の一で、事実の誤りは半分になる。',
    reason: '64 votes on Hugging Face.',
    topics: ['要約', 'language models'],
    links: { paper: 'https://arxiv.org/abs/2608.05678', pdf: 'https://arxiv.org/pdf/2608.05678' }
  }),
  paper('=?utf-8?Q?What_the_Header_Said?= 🧪👩‍🔬 A Study of Emoji in Titles', {
    authors: ['Petra Novák'],
    summary: undefined,
    reason: 'On today’s arXiv list of cs.CL.',
    topics: [],
    links: { paper: 'https://arxiv.org/abs/2608.06789' }
  }),
  paper('V_0.5: Value Priors at 10⁻³ of the Cost', {
    titleRuns: [
      { text: 'V' },
      { text: '0.5', kind: 'sub' },
      { text: ': Value Priors at 10' },
      { text: '−3', kind: 'sup' },
      { text: ' of the Cost' }
    ],
    authors: ['Ilse Bakker', 'Femi Adeyemi'],
    summary:
      'A value model that is right half of the time is enough to start from. With the prior π₀ and a penalty of $\\foo{x}$, kept as it came, 10⁴ rollouts replace 10⁷, and a model reads <SEG> & x_(i,j) for itself. The penalty may not be left out: without it the error grows as n^(2k).',
    summaryRuns: [
      { text: 'A value model that is right ' },
      { text: 'half', kind: 'em' },
      { text: ' of the time is enough to start from. With the prior π' },
      { text: '0', kind: 'sub' },
      { text: ' and a penalty of ' },
      { text: '$\\foo{x}$', kind: 'code' },
      { text: ', kept as it came, 10' },
      { text: '4', kind: 'sup' },
      { text: ' rollouts replace 10' },
      { text: '7', kind: 'sup' },
      { text: ', and a model reads <SEG> & x' },
      { text: 'i,j', kind: 'sub' },
      { text: ' for itself. The penalty may ' },
      { text: 'not', kind: 'strong' },
      { text: ' be left out: without it the error grows as n' },
      { text: '2k', kind: 'sup' },
      { text: '.' }
    ],
    reason: '41 votes on Hugging Face.',
    topics: ['reinforcement learning'],
    links: { paper: 'https://arxiv.org/abs/2608.07890', pdf: 'https://arxiv.org/pdf/2608.07890' }
  })
]

export const edition: DigestContent = {
  day: '2026-08-19',
  papers,
  selected: 7,
  candidates: 1072,
  note: undefined,
  credit: {
    text: 'From Hugging Face Daily Papers of Wednesday, August 19, 2026',
    url: 'https://huggingface.co/papers/date/2026-08-19'
  },
  extras: []
}

/** What two readers may get beside the papers: two late risers, and a paper withdrawn since it was sent. */
export const extras: DigestExtra[] = [
  {
    kind: 'late_riser',
    paper: paper('Slow Burn: Optimizers That Wait before They Step', {
      authors: ['Amara Diallo', 'Henrik Lindqvist', 'Mei Tanaka', 'Sofia Rossi'],
      summary:
        'Skipping the steps on which two halves of a batch disagree trains language models of up to seven billion parameters with a third fewer updates, and needs no new hyperparameter.',
      reason: '140 votes now, 5 when the edition of August 17, 2026 was made',
      links: {
        paper: 'https://arxiv.org/abs/2608.00123',
        pdf: 'https://arxiv.org/pdf/2608.00123',
        code: 'https://github.com/example/slow-burn'
      }
    })
  },
  {
    kind: 'late_riser',
    paper: paper('<b>Late</b> & {{ title }}', {
      authors: ['Ines & Co'],
      summary: undefined,
      reason: '96 votes now, 11 when the edition of August 13, 2026 was made'
    })
  },
  {
    kind: 'correction',
    paper: paper('Room-Temperature Reasoning in Two Layers', {
      reason: 'Withdrawn by its authors; sent in the edition of August 18, 2026',
      links: { paper: 'https://arxiv.org/abs/2608.00777' }
    })
  }
]

export const identity: Identity = {
  siteName: 'Daily Papers',
  curator: 'Ines Vermeer',
  operatorName: 'Papers Reading Circle',
  contactEmail: 'hello@example.org',
  postalAddress: '12 Harbour Lane, 1017 Amsterdam, Netherlands',
  baseUrl: 'https://papers.example.org',
  mailFrom: 'daily@papers.example.org',
  replyTo: 'hello@example.org',
  listId: 'daily.papers.example.org',
  messageIdDomain: 'papers.example.org'
}

/** A paper with whatever matters to a test. */
export function paper(title: string, rest: Partial<DigestPaper> = {}): DigestPaper {
  return {
    title,
    authors: ['Ada Winterbourne', 'Kofi Mensah-Lund'],
    summary: 'A summary of one sentence.',
    reason: '12 votes on Hugging Face.',
    topics: ['language models'],
    links: { paper: 'https://arxiv.org/abs/2608.00001' },
    ...rest
  }
}
