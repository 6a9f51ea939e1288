import { XMLValidator } from 'fast-xml-parser';
import { shortened, type ProblemList } from './problem-list.ts';
import type { XmlScanner, XmlTear } from './xml-scanner.ts';

/** Reports larger than this are not explained by the validator, whose input is one string. */
const mostExplained = 64 * 1024 * 1024;

/** Says where and why a report stopped being XML, and which of its references stand unread. */
export function reportXmlProblems(scanner: XmlScanner, bytes: Uint8Array, problems: ProblemList): void {
  const { tear, foreign } = scanner;
  if (foreign !== undefined)
    problems.add(
      'report/foreign-entity',
      `XML itself does not know ${shortened(foreign.text)}. Entities that a report declares are not expanded, so it was left as it stands.`,
      `line ${scanner.lineAt(foreign.at)}`,
    );
  if (tear === undefined) return;
  const innermost = scanner.openElements().at(-1);
  const inside = innermost === undefined ? '' : ` inside of <${shortened(innermost.name)}>`;
  const at = `line ${scanner.lineAt(tear.at)}, byte ${tear.at}`;
  const kept = 'What stands before that place was read.';
  if (tear.kind === 'truncated') problems.add('report/truncated', `The report ends in the middle${inside}. ${kept}`, at);
  else problems.add('report/bad-xml', `The report stops being XML${inside}: ${reasonOf(scanner, tear, bytes)} ${kept}`, at);
}

function reasonOf(scanner: XmlScanner, { kind, at }: XmlTear, bytes: Uint8Array): string {
  if (kind === 'depth') return 'more than 200 elements are nested in each other.';
  const own = kind === 'mismatch' ? 'this end tag closes no element that is open.' : 'no tag, attribute or text can stand here.';
  if (bytes.length >= mostExplained) return own;
  const verdict = XMLValidator.validate(skeletonOf(scanner, bytes, at));
  // What is not closed in the skeleton is closed further down, or not; only the place itself matters here.
  if (verdict === true || verdict.err.code === 'InvalidXml') return own;
  const message = verdict.err.msg.replaceAll(/, col \d+/g, '');
  return message.endsWith('.') ? message : `${message}.`;
}

/**
 * What the validator needs to explain one place: the start tags of the elements that are open there, each in its line,
 * and the line of the place itself. All in front of it was found to be XML, and validating that again takes seconds.
 */
function skeletonOf(scanner: XmlScanner, bytes: Uint8Array, at: number): string {
  let text = '';
  let line = 1;
  const goTo = (offset: number): void => {
    const wanted = scanner.lineAt(offset);
    text += '\n'.repeat(wanted - line);
    line = wanted;
  };
  for (const element of scanner.openElements()) {
    goTo(element.at);
    text += `<${element.name}>`;
  }
  goTo(scanner.at);
  const lineEnd = bytes.indexOf(0x0a, at);
  return text + new TextDecoder().decode(bytes.subarray(scanner.at, lineEnd === -1 ? bytes.length : lineEnd));
}
