import type { GateResult, Proposal, Receipt } from '../../core/verify/verdict.ts';
import { count, seconds } from '../cover/describe-event.ts';

/** The evidence of one test at its place in the proposed text. */
export interface EvidenceLine {
  /** 0-based line of the test's title; 0 when the title is not found. */
  readonly line: number;
  /** 0-based line to write the evidence behind: the blank line above the test where there is one, for it has room. */
  readonly roomAt: number;
  readonly title: string;
  /** `else never taken: 0 → 1 · alone green · 3 shuffled runs`. */
  readonly text: string;
}

export function evidenceLines(proposal: Proposal): readonly EvidenceLine[] {
  const lines = proposal.text.split('\n');
  return proposal.receipt.tests.map((test) => {
    const arms = proposal.receipt.arms.filter((arm) => arm.test === test.title);
    const facts = [
      ...arms.map((arm) => `${arm.label} (line ${arm.line}): 0 → ${arm.after}`),
      ...test.gates.flatMap(shortEvidence),
      test.generator,
    ];
    const line = lineOfTitle(lines, test.title);
    return { line, roomAt: lines[line - 1]?.trim() === '' ? line - 1 : line, title: test.title, text: facts.join(' · ') };
  });
}

/** 0-based line to write the summary behind: the blank last line, else the first. */
export function summaryLine(text: string): number {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.length - 1 : 0;
}

/** What the whole file rests on, in one line: `2 arms · suite 24 passed · 4 runs · 6.1 s · explorer · $0.00`. */
export function evidenceSummary(receipt: Receipt): string {
  const { suite } = receipt;
  const generators = [...new Set(receipt.tests.map((test) => test.generator))].join(', ');
  return [
    `${count(receipt.arms.length, 'arm')} newly taken`,
    `suite ${suite.passed} passed${suite.failed > 0 ? `, ${suite.failed} failed` : ''}`,
    count(receipt.runs, 'run'),
    seconds(receipt.durationMs),
    generators,
    dollars(receipt.cost.usd),
  ].join(' · ');
}

/** `price.test.ts (new) ← “else” of line 42`. */
export function proposalTitle(proposal: Proposal): string {
  return `${baseName(proposal.testFile)} (new) ← ${armWords(proposal.receipt)}`;
}

/** `“else” of line 42`, or `3 arms of price.ts`. */
export function armWords(receipt: Receipt): string {
  const [first] = receipt.arms;
  return first !== undefined && receipt.arms.length === 1
    ? `“${first.label}” of line ${first.line}`
    : `${count(receipt.arms.length, 'arm')} of ${baseName(receipt.sourceFile)}`;
}

/** What was spent is never shown as nothing. */
function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`;
}

export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** What a gate proved, as short as there is room for beside the code; what the summary says of the whole file is left to it. */
function shortEvidence(gate: GateResult): readonly string[] {
  if (!gate.passed) return [];
  switch (gate.gate) {
    case 'green-alone':
      return ['alone green'];
    case 'stable':
      return [gate.evidence.replace(/^green in (.*) of the new file$/, '$1')];
    case 'well-formed':
    case 'honest':
    case 'takes-the-arm':
    case 'whole-suite':
      return [];
  }
}

/** 0-based; 0 when not found. Titles stand in quotes or as a function's name; a quote in a title may be escaped there. */
export function lineOfTitle(lines: readonly string[], title: string): number {
  const plain = withoutEscapes(title);
  const found = lines.findIndex((line) => withoutEscapes(line).includes(plain));
  return Math.max(0, found);
}

function withoutEscapes(text: string): string {
  return text.replaceAll('\\', '');
}
