import type { ArmState, Totals } from '../coverage/coverage-map.ts';
import type { ArmEvidence, GateId, GateResult, Receipt } from './verdict.ts';

/**
 * The evidence document of an accepted test file, as text for a person: what was proved, by which runs, at which cost.
 * Ends with a newline. `syntaxes/receipt.tmLanguage.json` colours this text: change both together.
 */
export function renderReceipt(receipt: Receipt): string {
  const lines = [
    'Branchlight evidence',
    '====================',
    '',
    field('Source', receipt.sourceFile),
    field('Tests', receipt.testFile),
    field('Suite', suiteText(receipt.suite)),
    field('Branches', `${totalsText(receipt.before)} → ${totalsText(receipt.after)}${gainText(receipt.before, receipt.after)}`),
    field('Runs', `${counted(receipt.runs, 'run')} of the test runner in ${seconds(receipt.durationMs)}`),
    field('Cost', costText(receipt.cost)),
    '',
    `Arms taken (${receipt.arms.length})`,
    ...receipt.arms.flatMap(armLines),
    '',
    `Tests kept (${receipt.tests.length})`,
    ...receipt.tests.flatMap(testLines),
  ];
  return `${lines.join('\n')}\n`;
}

function field(name: string, value: string): string {
  return `${name.padEnd(10)}${value}`;
}

function armLines(arm: ArmEvidence): string[] {
  return [`  line ${arm.line}: ${arm.label}`, `      ${stateText[arm.before]} → taken ${arm.after}×, by "${arm.test}"`];
}

function testLines(test: Receipt['tests'][number]): string[] {
  return [`  "${test.title}" (${test.generator})`, ...test.gates.map(gateLine), ...test.notes.map((note) => `      · ${note}`)];
}

function gateLine(gate: GateResult): string {
  const told = gate.passed ? gate.evidence : gate.reason;
  const took = ` (${seconds(gate.durationMs)})`;
  return `      ${gate.passed ? '✓' : '✗'} ${gateText[gate.gate].padEnd(18)}${told.endsWith(took) ? told : told + took}`;
}

const gateText: Readonly<Record<GateId, string>> = {
  'well-formed': 'well-formed',
  honest: 'honest',
  'green-alone': 'green alone',
  'takes-the-arm': 'takes the arm',
  stable: 'stable',
  'whole-suite': 'whole suite green',
};

const stateText: Readonly<Record<ArmState, string>> = {
  hit: 'taken',
  'not-taken': 'not taken',
  'never-evaluated': 'never evaluated',
  unknown: 'unknown',
};

function suiteText(suite: Receipt['suite']): string {
  return `${suite.passed} passed, ${suite.failed} failed${suite.skipped > 0 ? `, ${suite.skipped} skipped` : ''}`;
}

function totalsText({ covered, total }: Totals): string {
  return total === 0 ? '0/0' : `${covered}/${total} (${((100 * covered) / total).toFixed(1)} %)`;
}

function gainText(before: Totals, after: Totals): string {
  return after.covered > before.covered ? `, ${counted(after.covered - before.covered, 'arm')} gained` : '';
}

function costText(cost: Receipt['cost']): string {
  if (cost.inputTokens === 0 && cost.outputTokens === 0) return 'none: no tokens were used';
  return `$${cost.usd.toFixed(4)} (${cost.inputTokens} tokens in, ${cost.outputTokens} out)`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
