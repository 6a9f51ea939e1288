/** The only conversion between URIs and paths, and between LSP positions (0-based) and those of the core (lines 1-based). */
import type { Position, Range } from '../core/coverage/coverage-map.ts';
import type { WirePosition, WireRange } from '../protocol/messages.ts';
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Absolute native path of a `file:` URI; undefined for every other scheme and for URIs that name no file here. */
export function uriToPath(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return withLowerDrive(fileURLToPath(uri));
  } catch (error) {
    // Hosts and encoded separators are the only reasons: such a URI names nothing on this machine.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** `file:` URI of an absolute path. */
export function pathToUri(path: string): string {
  return pathToFileURL(path).href;
}

/** Path below `root` with forward slashes, as a person reads it; `.` for the root itself. */
export function relativePath(root: string, path: string): string {
  const found = relative(root, path);
  return found === '' ? '.' : found.split(sep).join('/');
}

/** Whether `path` is `root` or lies below it. */
export function isInside(root: string, path: string): boolean {
  if (path === root) return true;
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

export function toPosition(position: WirePosition): Position {
  return { line: position.line + 1, column: position.character };
}

/** Lines and columns that a report gives below their first are drawn at the first: reports hold `BRDA:0`. */
export function toWirePosition(position: Position): WirePosition {
  return { line: toWireLine(position.line), character: Math.max(0, position.column) };
}

export function toWireRange(range: Range): WireRange {
  return { start: toWirePosition(range.start), end: toWirePosition(range.end) };
}

export function toWireLine(line: number): number {
  return Math.max(0, line - 1);
}

/** Editors and Node disagree on the case of drive letters. */
function withLowerDrive(path: string): string {
  return /^[A-Z]:\\/.test(path) ? path[0]?.toLowerCase() + path.slice(1) : path;
}
