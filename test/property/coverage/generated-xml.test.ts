import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { attribute, byLine, fileName, grouped, hits, lineNumber, outcomes, read, sum, write, type Row } from './figures.ts';
import { elements, numberOf, parseXml, textOf, type Element } from './xml-elements.ts';

describe('readers of XML against a plain recomputation, on any report', () => {
  it('Cobertura', () => {
    const line = fc
      .tuple(lineNumber, hits, fc.option(outcomes), fc.constantFrom('true', 'True'), attribute)
      .map(([number, times, branch, yes, style]) => {
        const ratio =
          branch === null
            ? []
            : ([
                ['branch', yes],
                ['condition-coverage', `${((100 * branch[0]) / branch[1]).toFixed(1)}% (${branch[0]}/${branch[1]})`],
              ] as const);
        return `<line${write(style, [['number', number], ['hits', times], ...ratio])}/>`;
      });
    const lines = fc.array(line, { maxLength: 8 }).map((all) => `<lines>${all.join('\n')}</lines>`);
    const method = lines.map((own) => `<method name="m&lt;T&gt;" signature="()V">${own}</method>`);
    const type = fc
      .tuple(fileName, fc.array(method, { maxLength: 3 }), lines)
      .map(([name, methods, own]) => `<class name="C" filename="${name}"><methods>${methods.join('')}</methods>${own}</class>`);
    const report = fc
      .array(type, { minLength: 1, maxLength: 6 })
      .map(
        (all) =>
          `<?xml version="1.0"?>\n<coverage version="1"><!-- <class> --><packages><package name="p"><classes>${all.join('\n')}</classes></package></packages></coverage>`,
      );
    fc.assert(
      fc.property(report, (text) => {
        const files = grouped(elements(parseXml(new TextEncoder().encode(text)), 'class'), (one) => textOf(one['filename'])).map(
          ([path, classes]) => {
            const own = classes.flatMap((one) => elements(one['lines'], 'line'));
            // What only a method has counts as well.
            const known = new Set(own.map((one) => one['number']));
            const more = classes.flatMap((one) => elements(one['methods'], 'line')).filter((one) => !known.has(one['number']));
            return [`:${path}`, byLine([...own, ...more].map(coberturaRow))];
          },
        );
        assert.deepEqual(read(text, 'cobertura'), Object.fromEntries(files));
      }),
    );
  });

  it('JaCoCo', () => {
    const line = fc.record({ nr: lineNumber, mi: fc.nat(3), ci: fc.nat(3), mb: fc.nat(3), cb: fc.nat(3) });
    const source = fc.uniqueArray(line, { maxLength: 8, selector: (one) => one.nr }).chain((lines) =>
      fc.tuple(fc.constant(lines), attribute, fc.boolean()).map(([all, style, sparse]) =>
        // A number that is 0 need not be there.
        all
          .map(
            (one) =>
              `<line${write(
                style,
                Object.entries(one).filter(([, value]) => !sparse || value > 0),
              )}/>`,
          )
          .join(''),
      ),
    );
    const part = fc
      .tuple(
        fc.constantFrom('p', 'p/q'),
        fc.uniqueArray(fc.constantFrom('A.java', 'B.kt'), { minLength: 1 }),
        fc.array(source, { minLength: 2, maxLength: 2 }),
      )
      .map(
        ([name, names, sources]) =>
          `<package name="${name}">${names.map((one, index) => `<sourcefile name="${one}">${sources[index] ?? ''}</sourcefile>`).join('')}</package>`,
      );
    const report = fc
      .uniqueArray(fc.constantFrom('one', 'two', 'three'), { maxLength: 3 })
      .chain((groups) =>
        fc
          .array(part, { minLength: groups.length, maxLength: groups.length })
          .map(
            (parts) =>
              `<report name="r">${groups.map((group, index) => `<group name="${group}">${parts[index] ?? ''}</group>`).join('')}</report>`,
          ),
      );
    fc.assert(
      fc.property(report, (text) => {
        const files = elements(parseXml(new TextEncoder().encode(text)), 'group').flatMap((group) =>
          elements(group, 'package').flatMap((one) =>
            elements(one, 'sourcefile').map((source) => {
              const rows = elements(source, 'line')
                .map(jacocoRow)
                .filter((row) => row !== undefined);
              return [`${textOf(group['name'])}:${textOf(one['name'])}/${textOf(source['name'])}`, byLine(rows)];
            }),
          ),
        );
        if (files.length > 0) assert.deepEqual(read(text, 'jacoco', ['report/unknown-lines']), Object.fromEntries(files));
      }),
    );
  });

  for (const tool of ['Clover', 'Istanbul'] as const) {
    it(`Clover, as ${tool} writes it`, () => {
      const condition = fc
        .tuple(lineNumber, fc.nat(3), fc.nat(3), hits, attribute)
        .map(
          ([num, yes, no, count, style]) =>
            `<line${write(style, [['num', num], ...(tool === 'Istanbul' ? [['count', count] as const] : []), ['type', 'cond'], ['truecount', yes], ['falsecount', no]])}/>`,
        );
      const statement = fc.tuple(lineNumber, hits, fc.constantFrom('stmt', 'method'), attribute).map(
        ([num, count, type, style]) =>
          `<line${write(style, [
            ['num', num],
            ['count', count],
            ['type', type],
          ])}/>`,
      );
      // Istanbul has one entry for a line.
      const entries =
        tool === 'Clover'
          ? fc.array(fc.oneof(condition, statement), { maxLength: 10 })
          : fc.uniqueArray(fc.oneof(condition, statement), { maxLength: 10, selector: (one) => /num=.(\d+)/.exec(one)?.[1] });
      const report = fc
        .tuple(fc.uniqueArray(fileName), fc.array(entries, { minLength: 4, maxLength: 4 }))
        .map(
          ([names, all]) =>
            `<coverage generated="1547410716458" clover="${tool === 'Clover' ? '4.5.2' : '3.2.0'}"><project name="${tool === 'Clover' ? 'Shop' : 'All files'}"><package name="p">${names.map((name, index) => `<file name="f" path="${name}"><metrics/>${(all[index] ?? []).join('')}</file>`).join('')}</package></project></coverage>`,
        );
      fc.assert(
        fc.property(report, (text) => {
          const files = elements(parseXml(new TextEncoder().encode(text)), 'file').map((file) => {
            const lines = elements(file, 'line');
            const both = (line: Element): readonly number[] => [numberOf(line, 'truecount'), numberOf(line, 'falsecount')];
            const conditions = lines.filter((line) => line['type'] === 'cond');
            const ran = (line: Element): number =>
              tool === 'Istanbul' || line['type'] !== 'cond' ? numberOf(line, 'count') : sum(both(line));
            const rows = lines.map((line) => ({ line: numberOf(line, 'num'), hits: ran(line), taken: 0, all: 0 }));
            // Clover: how often each condition was true and false. Istanbul: how many arms were taken, and how many not.
            const decisions = conditions.flatMap((line) => {
              const [yes = 0, no = 0] = both(line);
              const [taken, all] = tool === 'Istanbul' ? [yes, yes + no] : [Number(yes > 0) + Number(no > 0), 2];
              return all === 0 ? [] : [`${numberOf(line, 'num')}: ${taken} of ${all}`];
            });
            return [`:${textOf(file['path'])}`, { lines: byLine(rows).lines, decisions: decisions.sort() }];
          });
          if (files.length > 0) assert.deepEqual(read(text, 'clover'), Object.fromEntries(files));
        }),
      );
    });
  }

  it('SonarQube generic coverage', () => {
    const line = fc.tuple(lineNumber, fc.boolean(), fc.option(outcomes), attribute).map(
      ([number, covered, branch, style]) =>
        `<lineToCover${write(style, [
          ['lineNumber', number],
          ['covered', String(covered)],
          ...(branch === null
            ? []
            : ([
                ['branchesToCover', branch[1]],
                ['coveredBranches', branch[0]],
              ] as const)),
        ])}/>`,
    );
    const lines = fc.uniqueArray(line, { maxLength: 8, selector: (one) => /lineNumber=.(\d+)/.exec(one)?.[1] });
    const report = fc
      .tuple(fc.uniqueArray(fileName, { minLength: 1 }), fc.array(lines, { minLength: 4, maxLength: 4 }))
      .map(
        ([names, all]) =>
          `<coverage version="1">${names.map((name, index) => `<file path="${name}">${(all[index] ?? []).join('')}</file>`).join('')}</coverage>`,
      );
    fc.assert(
      fc.property(report, (text) => {
        const files = elements(parseXml(new TextEncoder().encode(text)), 'file').map((file) => {
          const rows = elements(file, 'lineToCover').map((one) => ({
            line: numberOf(one, 'lineNumber'),
            hits: Number(one['covered'] === 'true'),
            taken: numberOf(one, 'coveredBranches'),
            all: numberOf(one, 'branchesToCover'),
          }));
          return [`:${textOf(file['path'])}`, byLine(rows)];
        });
        assert.deepEqual(read(text, 'sonar-generic'), Object.fromEntries(files));
      }),
    );
  });
});

function coberturaRow(line: Element): Row {
  const [, taken = '0', all = '0'] = /\((\d+)\/(\d+)\)/.exec(textOf(line['condition-coverage'])) ?? [];
  return { line: numberOf(line, 'number'), hits: numberOf(line, 'hits'), taken: Number(taken), all: Number(all) };
}

/** undefined when the report does not say whether the line ran. */
function jacocoRow(line: Element): Row | undefined {
  const [missed, ran, notTaken, taken] = ['mi', 'ci', 'mb', 'cb'].map((name) => numberOf(line, name)) as [number, number, number, number];
  if (missed + ran + notTaken + taken === 0) return undefined;
  return { line: numberOf(line, 'nr'), hits: Number(ran + taken > 0), taken, all: taken + notTaken };
}
