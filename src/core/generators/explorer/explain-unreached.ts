import type { GenerationRequest, Unsolved } from '../generator.ts';
import type { Unreached } from './exploration.ts';

/** Puts into a sentence why an arm was not reached and what would help. */
export function explainUnreached(unreached: Unreached, request: GenerationRequest): Unsolved {
  const target = request.targets.find((each) => each.arm.key === unreached.arm);
  const where = target?.condition === undefined ? 'this arm' : `${target.arm.label} of \`${target.condition}\``;
  return { arm: unreached.arm, code: unreached.code, reason: sentence(unreached, where) };
}

function sentence({ code, detail }: Unreached, where: string): string {
  switch (code) {
    case 'plateau':
      return `No arguments were found that take ${where}: ${detail}. A test with realistic data may get there.`;
    case 'timeout':
      return `The time was up before arguments for ${where} were found: ${detail}. A larger explorer.budgetSeconds may help.`;
    case 'not-exported':
      return `No exported function leads to ${where}: ${detail}. Exporting the function would let it be tested.`;
    case 'refused-effects':
      return `The code is not run because ${detail}. A test with that replaced by a double is needed.`;
    case 'unbuildable-arguments':
      return `The function cannot be called: ${detail}.`;
    case 'no-visible-effect':
      return `${capital(where)} can be taken, but no test would notice: ${detail}.`;
    case 'unstable':
      return `${capital(where)} can be taken, but not in the same way every time: ${detail}.`;
    case 'cannot-load':
      return `The file could not be loaded outside its usual surroundings: ${detail}.`;
    case 'unknown-arm':
      return `The text of the file has no such branch: ${detail}. Measuring the coverage again may help.`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
