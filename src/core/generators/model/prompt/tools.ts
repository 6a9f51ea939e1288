import type { ModelTool } from '../model-client.ts';

export const submitTests: ModelTool = {
  name: 'submit_tests',
  description: 'Hands in the tests: one whole test file, and what each test is for.',
  inputSchema: {
    type: 'object',
    properties: {
      code: { type: 'string', description: 'The whole test file with its imports. Empty if no arm is feasible.' },
      covers: {
        type: 'array',
        description: 'For every test the arms that it takes.',
        items: {
          type: 'object',
          properties: {
            test: { type: 'string', description: 'Title of the `it`, or name of the test function.' },
            arms: { type: 'array', items: { type: 'string' }, description: 'Names such as "A1".' },
          },
          required: ['test', 'arms'],
        },
      },
      infeasible: {
        type: 'array',
        description: 'Arms that no input can take, each with the reason in one sentence.',
        items: {
          type: 'object',
          properties: { arm: { type: 'string' }, reason: { type: 'string' } },
          required: ['arm', 'reason'],
        },
      },
    },
    required: ['code', 'covers'],
  },
};

export const lookUpSymbol: ModelTool = {
  name: 'look_up_symbol',
  description:
    'Shows how a function, class, type or constant of this project is declared, as the file under test sees it. Not for packages.',
  inputSchema: {
    type: 'object',
    properties: { name: { type: 'string', description: 'Name as in the code: `Order`, `parseRate`, `Cart.total`.' } },
    required: ['name'],
  },
};

/** Always the same tools in the same order: a change would lose the cached prompt. */
export const tools: readonly ModelTool[] = [lookUpSymbol, submitTests];
