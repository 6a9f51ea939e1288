import { relative, resolve, sep } from 'node:path';
import { describeArm } from '../../core/coverage/describe-arm.ts';
import { placeOf } from '../../core/coverage/place-of.ts';
import { pickTargets } from '../../core/targets/pick-targets.ts';
import type { Engine } from '../../node/engine.ts';
import type { ListedFile, Listing } from '../reporters/reporter.ts';

/** Dark arms of the workspace, or of the given files and folders, worst file first. */
export async function list(engine: Engine, paths: readonly string[], cwd: string): Promise<Listing> {
  const wanted = paths.map((path) => resolve(cwd, path));
  const inScope = (file: string): boolean => wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(path + sep));
  const files: ListedFile[] = [];
  for (const entry of engine.session.files()) if (inScope(entry.path)) files.push(await listFile(engine, entry.path));
  files.sort((a, b) => b.arms.length - a.arms.length || a.file.localeCompare(b.file));
  return {
    root: engine.root,
    reports: engine.session.reports.map((report) => ({
      path: report.path,
      format: report.format,
      problems: report.problems.map((problem) => problem.message),
    })),
    files,
    explanation: files.length > 0 ? undefined : explain(engine, wanted),
  };
}

async function listFile(engine: Engine, path: string): Promise<ListedFile> {
  const measured = await engine.session.file(path);
  const totals = engine.session.files().find((file) => file.path === path)?.branches ?? { covered: 0, total: 0 };
  const targets = measured === undefined ? [] : pickTargets(measured, { kind: 'file' });
  return {
    file: relative(engine.root, path).replaceAll(sep, '/'),
    covered: totals.covered,
    total: totals.total,
    stale: measured?.stale,
    arms: targets.map((target) => {
      const { start } = placeOf(target.branch, target.arm);
      return {
        line: start.line,
        column: start.column + 1,
        key: target.arm.key,
        label: describeArm(target.branch, target.arm),
        state: target.arm.state,
        certainty: target.branch.certainty,
        function: target.enclosing?.name,
        condition: target.condition,
      };
    }),
  };
}

function explain(engine: Engine, wanted: readonly string[]): string {
  if (wanted.length === 0) return engine.session.explain();
  return wanted.map((path) => engine.session.explain(path)).join('\n');
}
