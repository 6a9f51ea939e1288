import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { attribute, byLine, grouped, hits, lineNumber, read, sum, write } from './figures.ts';
import { elements, numberOf, parseXml } from './xml-elements.ts';

describe('readers of .NET reports against a plain recomputation, on any report', () => {
  it('OpenCover', () => {
    const statement = fc.tuple(hits, lineNumber, fc.nat(2), fc.nat(20), attribute).map(
      ([vc, sl, more, offset, style]) =>
        `<SequencePoint${write(style, [
          ['vc', vc],
          ['offset', offset],
          ['sl', sl],
          ['sc', 1],
          ['el', sl + more],
          ['ec', 9],
          ['fileid', 1],
        ])}/>`,
    );
    const jump = fc.tuple(hits, lineNumber, fc.nat(20), fc.nat(3), attribute).map(
      ([vc, sl, offset, path, style]) =>
        `<BranchPoint${write(style, [
          ['vc', vc],
          ['sl', sl],
          ['offset', offset],
          ['path', path],
          ['fileid', 1],
        ])}/>`,
    );
    const method = fc
      .tuple(fc.array(statement, { maxLength: 5 }), fc.array(jump, { maxLength: 6 }))
      .map(
        ([statements, jumps]) =>
          `<Method><Name>System.Void A::B()</Name><FileRef uid="1"/><SequencePoints>${statements.join('')}</SequencePoints><BranchPoints>${jumps.join('')}</BranchPoints></Method>`,
      );
    const report = fc
      .array(method, { maxLength: 4 })
      .map(
        (methods) =>
          `<CoverageSession><Modules><Module><Files><File uid="1" fullPath="C:\\a.cs"/></Files><Classes><Class><FullName>A</FullName><Methods>${methods.join('')}</Methods></Class></Classes></Module></Modules></CoverageSession>`,
      );
    fc.assert(
      fc.property(report, (text) => {
        const xml = parseXml(new TextEncoder().encode(text));
        const rows = elements(xml, 'SequencePoint').flatMap((point) =>
          Array.from({ length: numberOf(point, 'el') - numberOf(point, 'sl') + 1 }, (_, index) => ({
            line: numberOf(point, 'sl') + index,
            hits: numberOf(point, 'vc'),
            taken: 0,
            all: 0,
          })),
        );
        const decisions = elements(xml, 'Method').flatMap((one) =>
          decisionsOf(
            elements(one, 'BranchPoint').map((point) => ({
              line: numberOf(point, 'sl'),
              offset: numberOf(point, 'offset'),
              path: numberOf(point, 'path'),
              count: numberOf(point, 'vc'),
            })),
          ),
        );
        assert.deepEqual(read(text, 'opencover'), { ':C:\\a.cs': { lines: byLine(rows).lines, decisions: decisions.sort() } });
      }),
    );
  });

  it('coverlet JSON', () => {
    const jump = fc.record({ Line: lineNumber, Offset: fc.nat(20), Path: fc.nat(3), Hits: hits });
    const method = fc.record({
      Lines: fc.dictionary(lineNumber.map(String), hits, { maxKeys: 6 }),
      Branches: fc.array(jump, { maxLength: 6 }),
    });
    const type = fc.dictionary(fc.constantFrom('void A::B()', 'void A::C()', 'void A::D()'), method);
    const report = fc.dictionary(fc.constantFrom('C:\\a.cs', '/src/b.cs'), fc.dictionary(fc.constantFrom('A', 'A/<>c'), type));
    type Report = Readonly<
      Record<
        string,
        Readonly<
          Record<
            string,
            Readonly<
              Record<
                string,
                {
                  readonly Lines: Readonly<Record<string, number>>;
                  readonly Branches: readonly {
                    readonly Line: number;
                    readonly Offset: number;
                    readonly Path: number;
                    readonly Hits: number;
                  }[];
                }
              >
            >
          >
        >
      >
    >;
    fc.assert(
      fc.property(report, (module) => {
        const text = JSON.stringify({ 'A.dll': module });
        const parsed = (JSON.parse(text) as Readonly<Record<string, Report>>)['A.dll'] ?? {};
        const files = Object.entries(parsed).map(([path, types]) => {
          const methods = Object.values(types).flatMap((one) => Object.values(one));
          // A line of several methods ran as often as all of them say.
          const lines = grouped(
            methods.flatMap((one) => Object.entries(one.Lines)),
            ([line]) => line,
          ).map(([line, all]) => `${line}: ${sum(all.map(([, count]) => count))}`);
          const decisions = methods.flatMap((one) =>
            decisionsOf(one.Branches.map(({ Line, Offset, Path, Hits }) => ({ line: Line, offset: Offset, path: Path, count: Hits }))),
          );
          return [`:${path}`, { lines: lines.sort(), decisions: decisions.sort() }];
        });
        if (files.length > 0) assert.deepEqual(read(text, 'coverlet'), Object.fromEntries(files));
      }),
    );
  });
});

/** Jumps of one method of .NET: those from one place of one line are arms of one decision. */
function decisionsOf(
  jumps: readonly { readonly line: number; readonly offset: number; readonly path: number; readonly count: number }[],
): readonly string[] {
  return grouped(jumps, (jump) => `${jump.line} ${jump.offset}`).map(([place, all]) => {
    const arms = grouped(all, (jump) => String(jump.path));
    const taken = arms.filter(([, same]) => sum(same.map((jump) => jump.count)) > 0).length;
    return `${Number.parseInt(place, 10)}: ${taken} of ${arms.length}`;
  });
}
