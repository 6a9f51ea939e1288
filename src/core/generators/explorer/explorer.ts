import type { ArmKey } from '../../coverage/coverage-map.ts';
import type { Clock } from '../../ports.ts';
import { noCost, type Candidate, type GenerationRequest, type Generator, type Unsolved } from '../generator.ts';
import { assertionStyleOf } from './dialects/dialect-of.ts';
import type { ExplorationHost, Finding } from './exploration.ts';
import { explainUnreached } from './explain-unreached.ts';
import { specifierFor } from './specifier-for.ts';
import { titleOf } from './title.ts';
import { groupOf, writeTest } from './write-test.ts';

export interface ExplorerPorts {
  readonly host: ExplorationHost;
  /** Longest search per function, in milliseconds. */
  readonly budgetMs: () => number;
  readonly clock: Clock;
}

/** The embedded generator: finds arguments by running the code under search, needs no key and no network. */
export function createExplorer(ports: ExplorerPorts): Generator {
  return {
    id: 'explorer',
    unavailable(request) {
      const reason = whyUnavailable(request);
      return Promise.resolve(reason === undefined ? undefined : { code: 'unsupported', reason });
    },
    async generate(request, { signal, emit }) {
      const arms = request.targets.map((target) => target.arm.key);
      if (arms.length === 0 || signal.aborted) return { candidates: [], unsolved: [], cost: noCost };
      emit({ kind: 'progress', message: 'reading types', done: 0, total: arms.length });
      let shownAt = ports.clock.now();
      const report = await ports.host.explore(
        {
          file: request.file,
          text: request.text,
          projectRoot: request.project.root,
          interpreter: request.project.interpreter,
          arms,
          seed: request.seed,
          budgetMs: ports.budgetMs(),
        },
        {
          signal,
          onProgress: (done, total, message) => {
            const now = ports.clock.now();
            if (now - shownAt < 50) return;
            shownAt = now;
            emit({ kind: 'progress', message, done, total });
          },
        },
      );
      return writeCandidates(
        request,
        report.findings,
        report.unreached.map((unreached) => explainUnreached(unreached, request)),
      );
    },
  };
}

function whyUnavailable(request: GenerationRequest): string | undefined {
  if (request.source.language === 'python') return 'The explorer runs JavaScript and TypeScript only.';
  if (request.source.syntaxError !== undefined) return `The file has a syntax error: ${request.source.syntaxError}`;
  if (/\.(vue|svelte|astro)$/.test(request.file)) return 'The explorer reads plain JavaScript and TypeScript files only.';
  const [longest] = request.text.split('\n').sort((left, right) => right.length - left.length);
  return (longest ?? '').length > 5000 ? 'The file is minified or bundled.' : undefined;
}

function writeCandidates(request: GenerationRequest, findings: readonly Finding[], unsolved: readonly Unsolved[]) {
  const targets = new Map(request.targets.map((target) => [target.arm.key, target] as const));
  const covered = new Set<ArmKey>();
  const titles = new Set<string>();
  const declined = new Set(request.counterexamples.map((counterexample) => bodyKey(counterexample.candidate.test.body)));
  const bodies = new Set<string>();
  const candidates: Candidate[] = [];
  const left: Unsolved[] = [...unsolved];
  const order = request.targets.map((target) => target.arm.key);
  for (const finding of [...findings].sort((first, second) => order.indexOf(first.arm) - order.indexOf(second.arm))) {
    const arms = finding.arms.filter((arm) => !covered.has(arm));
    if (covered.has(finding.arm)) continue;
    const title = uniqueTitle(titleOf(finding, targets.get(finding.arm)), groupOf(finding), titles);
    const test = writeTest(finding, title, {
      importSpecifier: request.importSpecifier,
      specifierOf: (file) => specifierFor(file, request),
      quotes: request.project.habits?.quote ?? "'",
      semicolons: request.project.habits?.semicolons ?? true,
      testFunction: request.project.habits?.testFunction ?? 'it',
      assertions: assertionStyleOf(request.project),
      modules: request.project.language === 'javascript' ? (request.project.habits?.modules ?? 'esm') : 'esm',
      typed: /\.[mc]?tsx?$/.test(request.testFile),
    });
    if (test !== undefined && declined.has(bodyKey(test.body))) {
      left.push(...arms.map((arm) => ({ arm, code: 'same-again', reason: 'Search comes to the same test again.' })));
      continue;
    }
    if (test === undefined || bodies.has(bodyKey(test.body))) {
      left.push(
        ...arms.map((arm) => ({
          arm,
          code: 'no-visible-effect',
          reason: 'The calls that take this arm leave nothing new that a test could assert.',
        })),
      );
      continue;
    }
    bodies.add(bodyKey(test.body));
    for (const arm of arms) covered.add(arm);
    const { tried, noticed } = finding.mutants;
    candidates.push({
      id: `explorer-${candidates.length + 1}`,
      generator: 'explorer',
      arms,
      test,
      notes: [
        `bites: ${noticed} of ${tried} changes to this arm make it fail`,
        'stable: the same in three runs with other times, time zones and chance',
      ],
    });
  }
  return { candidates, unsolved: left.filter((each) => !covered.has(each.arm)), cost: noCost };
}

/** The body without its title: two tests that do the same are one. */
function bodyKey(body: string): string {
  return body.slice(body.indexOf('\n') + 1);
}

function uniqueTitle(title: string, group: string, taken: Set<string>): string {
  let unique = title;
  for (let count = 2; taken.has(`${group} ${unique}`); count += 1) unique = `${title}, case ${count}`;
  taken.add(`${group} ${unique}`);
  return unique;
}
