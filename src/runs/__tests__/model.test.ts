import {
  Asked,
  event,
  FakeEvents,
  FakeNotebook,
  FakeProject,
  run,
  settle,
  step
} from '../../__tests__/fakes';
import type { RunList, RunRequest, RunView } from '../../contract';
import { RunModel } from '../model';

function setUp() {
  const notebook = new FakeNotebook();
  const project = new FakeProject();
  const events = new FakeEvents();
  const list = new Asked<[string], RunList>();
  const get = new Asked<[string, (string | null)?], RunView>();
  const start = new Asked<[RunRequest], RunView>();
  const cancel = new Asked<[string, (string | null)?], RunView>();
  const model = new RunModel({
    api: {
      list: list.call,
      get: get.call,
      start: start.call,
      cancel: cancel.call
    },
    events,
    notebook,
    project
  });
  const ended: string[] = [];
  model.ended.connect((_, one) => ended.push(one.run_id));
  return { cancel, ended, events, get, list, model, notebook, project, start };
}

async function started() {
  const all = setUp();
  await all.list.answer(0, { runs: [] });
  void all.model.start({});
  await settle();
  await all.start.answer(0, run());
  return all;
}

describe('runs/RunModel', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const pass = async (milliseconds: number) => {
    await jest.advanceTimersByTimeAsync(milliseconds);
    await settle();
  };

  it('shows the latest run of the notebook in front', async () => {
    const { get, list, model } = setUp();
    const other = run({ run_id: 'r9', path: 'wind/other.ipynb' });
    await list.answer(0, { runs: [other, run({ run_id: 'r2' }), run()] });
    expect(get.calls[0].args).toEqual(['r2', 'wind/forecast.ipynb']);
    await get.answer(0, run({ run_id: 'r2', state: 'FINISHED' }));
    expect(model.shown?.run_id).toBe('r2');
    expect(model.isBusy).toBe(false);
  });

  it('saves the notebook before it runs', async () => {
    const { model, notebook, start } = setUp();
    void model.start({ trees: 50 });
    expect(notebook.save).toHaveBeenCalled();
    expect(start.calls).toHaveLength(0);
    await settle();
    expect(start.calls[0].args[0]).toEqual({
      path: 'wind/forecast.ipynb',
      parameters: { trees: 50 }
    });
  });

  it('does not run what could not be saved', async () => {
    const { model, notebook, start } = setUp();
    notebook.save.mockRejectedValueOnce(new Error('conflict'));
    await expect(model.start({})).rejects.toThrow('conflict');
    expect(start.calls).toHaveLength(0);
    expect(model.isBusy).toBe(false);
  });

  it('follows the steps by events alone while they start', async () => {
    const { events, get, model } = await started();
    events.received.emit(event({ step: 'Load', step_state: 'RUNNING' }));
    expect(model.shown?.steps[0].state).toBe('RUNNING');
    expect(model.runningSince('Load')).not.toBeNull();
    expect(get.calls).toHaveLength(0);
  });

  it('asks when an event is missing', async () => {
    const { events, get, model } = await started();
    events.received.emit(
      event({ revision: 5, step: 'Train', step_state: 'RUNNING' })
    );
    await pass(500);
    await get.answer(
      0,
      run({ revision: 5, steps: [step('Train', 'RUNNING')] })
    );
    expect(model.shown?.revision).toBe(5);
  });

  it('asks when events are silent while a run is active', async () => {
    const { get } = await started();
    await pass(4500);
    expect(get.calls.length).toBeGreaterThan(0);
  });

  it('is quiet when nothing runs', async () => {
    const { get, list } = setUp();
    await list.answer(0, { runs: [] });
    await pass(20_000);
    expect(get.calls).toHaveLength(0);
  });

  it('never goes back to an older view', async () => {
    const { events, get, model } = await started();
    events.received.emit(event({ revision: 4 }));
    await pass(500);
    events.received.emit(
      event({ revision: 2, step: 'Load', step_state: 'RUNNING' })
    );
    expect(model.shown?.revision).toBe(2);
    await get.answer(0, run({ revision: 1 }));
    expect(model.shown?.revision).toBe(2);
  });

  it('says once that a run has ended, and reads the list again', async () => {
    const { ended, events, get, list } = await started();
    const asked = list.calls.length;
    events.received.emit(event({ state: 'FINISHED', revision: 2 }));
    await pass(500);
    await get.answer(0, run({ state: 'FINISHED', revision: 2 }));
    expect(ended).toEqual(['r1']);
    expect(list.calls.length).toBeGreaterThan(asked);
  });

  it('says it too when another notebook is in front by then', async () => {
    const { ended, events, get, model, notebook, project } = await started();
    notebook.goTo('wind/other.ipynb');
    project.changed.emit();
    expect(model.shown).toBeNull();
    events.received.emit(event({ state: 'FAILED' }));
    await settle();
    await get.answer(get.calls.length - 1, run({ state: 'FAILED' }));
    expect(ended).toEqual(['r1']);
  });

  it('puts an older run on the canvas until the next one starts', async () => {
    const { get, list, model } = setUp();
    await list.answer(0, {
      runs: [run({ run_id: 'r2', state: 'FINISHED' }), run({ state: 'FAILED' })]
    });
    await get.answer(0, run({ run_id: 'r2', state: 'FINISHED' }));
    model.show('r1');
    await get.answer(1, run({ state: 'FAILED' }));
    expect(model.shown?.run_id).toBe('r1');
  });

  it('cancels the shown run', async () => {
    const { cancel, model } = await started();
    void model.cancel();
    expect(cancel.calls[0].args[0]).toBe('r1');
    await cancel.answer(0, run({ state: 'CANCELLED', revision: 9 }));
    expect(model.isBusy).toBe(false);
  });

  it('has no runs outside a project', async () => {
    const { list, model, project } = setUp();
    await list.answer(0, { runs: [run()] });
    project.project = null;
    project.changed.emit();
    expect(model.runs).toBeNull();
    expect(list.calls).toHaveLength(1);
  });
});
