import assert from 'node:assert/strict';
import { classNameOf, indexJavaSources, isJavaTestFile } from '../../../../../../src/core/suite/frameworks/junit/java-sources.ts';
import { readFrames } from '../../../../../../src/core/suite/frameworks/junit/read-frames.ts';

describe('sources of a Java project', () => {
  const sources = indexJavaSources([
    '/w/a/src/test/java/shop/PriceTest.java',
    '/w/b/src/test/java/shop/PriceTest.java',
    '/w/b/src/test/kotlin/StockTest.kt',
    '/w/b/src/main/java/other/Price.java',
  ]);

  it('are found by the names of classes, those of the module first', () => {
    assert.equal(sources.fileOf('shop.PriceTest', '/w/b'), '/w/b/src/test/java/shop/PriceTest.java');
    assert.equal(sources.fileOf('shop.PriceTest$Refusals$OfDebts', '/w/a'), '/w/a/src/test/java/shop/PriceTest.java');
    assert.equal(sources.fileOf('shop.stock.StockTest', '/w/b'), '/w/b/src/test/kotlin/StockTest.kt');
    assert.equal(sources.fileOf('shop.Price', '/w/b'), undefined);
  });

  it('are found by the frames of a stack trace, also of modules and causes', () => {
    const stack = [
      'java.lang.IllegalStateException: at shop.Fake.fake(Fake.java:1)',
      '\tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)',
      '\tat app//shop.PriceTest$Refusals.lambda$no$0(PriceTest.java:23)',
      'Caused by: java.io.IOException',
      '\tat other.Price.<init>(Price.java:7)',
      '\tat shop.Native.call(Native Method)',
    ].join('\n');
    assert.deepEqual(readFrames(stack), [
      { className: 'java.util.ArrayList', fileName: 'ArrayList.java', line: 1511 },
      { className: 'shop.PriceTest$Refusals', fileName: 'PriceTest.java', line: 23 },
      { className: 'other.Price', fileName: 'Price.java', line: 7 },
    ]);
    assert.equal(sources.fileOfFrame('shop.PriceTest$Refusals', 'PriceTest.java', '/w/a'), '/w/a/src/test/java/shop/PriceTest.java');
    assert.equal(sources.fileOfFrame('java.util.ArrayList', 'ArrayList.java'), undefined);
  });

  it('belong to the tests by their source set', () => {
    for (const path of [
      '/w/src/test/java/shop/PriceTest.java',
      '/w/src/test/java/shop/Builders.java',
      '/w/app/src/integrationTest/kotlin/A.kt',
      '/w/src/testFixtures/java/A.java',
    ])
      assert.equal(isJavaTestFile(path), true, path);
    for (const path of ['/w/src/main/java/shop/PriceTest.java', '/w/src/main/java/test/Price.java', '/w/Price.java'])
      assert.equal(isJavaTestFile(path), false, path);
  });

  it('have the names of their classes', () => {
    assert.equal(classNameOf('/w/src/test/java/shop/PriceTest.java'), 'shop.PriceTest');
    assert.equal(classNameOf('C:\\w\\src\\test\\kotlin\\PriceTest.kt'), 'PriceTest');
    assert.equal(classNameOf('/w/tests/PriceTest.java'), 'PriceTest');
  });
});
