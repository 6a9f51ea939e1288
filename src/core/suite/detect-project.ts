import type { FileSystem } from '../ports.ts';
import { frameworks } from './frameworks/frameworks.ts';
import type { Detection, FrameworkSettings } from './framework.ts';

/** The project that tests `file`, under the first framework that claims it; else why none does, in sentences. */
export async function detectProject(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  const reasons: string[] = [];
  for (const framework of frameworks) {
    const detection = await framework.detect(file, workspaceRoot, fileSystem, settings);
    if (detection.found) return detection;
    reasons.push(detection.reason);
  }
  // Only the framework of the file's own language has something useful to say.
  const useful = reasons.filter((reason) => !/^\w+ tests /.test(reason));
  return { found: false, reason: (useful.length > 0 ? useful : reasons).join(' ') };
}
