import { Asked, settle } from '../../__tests__/fakes';
import type { Reopened, ReproductionView } from '../../contract';
import { ReproductionModel } from '../model';

const exact = { state: 'exact' as const, summary: '', detail: [] };
const axes = {
  code: exact,
  parameters: exact,
  data: exact,
  environment: exact
};

const view = (runId: string): ReproductionView => ({
  run_id: runId,
  notebook: 'forecast.ipynb',
  state: 'FINISHED',
  started: '2026-05-02T12:00:00Z',
  parameters: {},
  metrics: {},
  axes,
  folder: `reopened/forecast-${runId}`,
  opened: false,
  incomplete: [],
  commit: null,
  branch: null,
  dirty: null
});

function setUp() {
  const get = new Asked<[string, (string | null)?], ReproductionView>();
  const open = new Asked<[string, (string | null)?], Reopened>();
  return {
    get,
    open,
    model: new ReproductionModel({ get: get.call, open: open.call })
  };
}

describe('reproduce/ReproductionModel', () => {
  it('shows the run asked for last', async () => {
    const { get, model } = setUp();
    void model.show('a', null);
    void model.show('b', null);
    await get.answer(1, view('b'));
    await get.answer(0, view('a'));
    expect(model.reproduction?.run_id).toBe('b');
  });

  it('says why there is no record', async () => {
    const { get, model } = setUp();
    void model.show('a', null);
    await get.refuse(0, new Error('No such run.'));
    expect(model.error).toBe('No such run.');
  });

  it('opens once, however often it is pressed', async () => {
    const { get, model, open } = setUp();
    void model.show('a', 'wind/forecast.ipynb');
    await get.answer(0, view('a'));
    const first = model.open();
    expect(await model.open()).toBeNull();
    const reopened = {
      run_id: 'a',
      folder: '/f',
      notebook: '/f/n',
      parameters: {},
      axes,
      path: 'f/n'
    };
    await open.answer(0, reopened);
    expect(await first).toBe(reopened);
    expect(model.reproduction?.opened).toBe(true);
    expect(open.calls).toHaveLength(1);
  });

  it('stays usable when opening fails', async () => {
    const { get, model, open } = setUp();
    void model.show('a', null);
    await get.answer(0, view('a'));
    const first = model.open();
    await open.refuse(0, new Error('Folder taken.'));
    expect(await first).toBeNull();
    await settle();
    expect(model.error).toBe('Folder taken.');
    expect(model.isOpening).toBe(false);
  });
});
