import { Asked, FakeNotebook, pipeline, settle } from '../../__tests__/fakes';
import type { PipelineRequest, PipelineView } from '../../contract';
import { PipelineModel } from '../model';

const named = (name: string): PipelineView =>
  pipeline({
    steps: [
      {
        name,
        cells: ['c1'],
        reads: [],
        writes: [],
        proposed: true,
        color: null,
        position: null
      }
    ]
  });

function setUp() {
  const notebook = new FakeNotebook();
  const infer = new Asked<[PipelineRequest], PipelineView>();
  const model = new PipelineModel({ api: { infer: infer.call }, notebook });
  return { infer, model, notebook };
}

describe('canvas/PipelineModel', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const pause = async () => {
    await jest.advanceTimersByTimeAsync(1000);
    await settle();
  };

  it('asks at once for the notebook in front', async () => {
    const { infer, model } = setUp();
    await infer.answer(0, named('Load'));
    expect(model.pipeline?.steps[0].name).toBe('Load');
  });

  it('asks once after a pause in typing', async () => {
    const { infer, notebook } = setUp();
    await infer.answer(0, named('Load'));
    notebook.type('x = 2');
    notebook.type('x = 23');
    await pause();
    expect(infer.calls).toHaveLength(2);
    expect(infer.calls[1].args[0].cells[0].source).toBe('x = 23');
  });

  it('does not ask again about the same cells', async () => {
    const { infer, notebook } = setUp();
    await infer.answer(0, named('Load'));
    notebook.type('x = 1');
    await pause();
    expect(infer.calls).toHaveLength(1);
  });

  it('drops the answer to an older question', async () => {
    const { infer, model, notebook } = setUp();
    notebook.type('x = 2');
    await pause();
    await infer.answer(1, named('New'));
    await infer.answer(0, named('Old'));
    expect(model.pipeline?.steps[0].name).toBe('New');
  });

  it('forgets the pipeline of a notebook that is left', async () => {
    const { infer, model, notebook } = setUp();
    await infer.answer(0, named('Load'));
    notebook.goTo(null);
    expect(model.pipeline).toBeNull();
  });

  it('keeps the former pipeline and says why there is no newer', async () => {
    const { infer, model, notebook } = setUp();
    await infer.answer(0, named('Load'));
    notebook.type('x = 2');
    await pause();
    await infer.refuse(1, new Error('gone'));
    expect(model.error).toBe('gone');
    expect(model.pipeline?.steps[0].name).toBe('Load');
  });
});
