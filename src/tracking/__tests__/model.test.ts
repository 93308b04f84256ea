import {
  Asked,
  FakeNotebook,
  FakeProject,
  settle
} from '../../__tests__/fakes';
import type { MlflowView } from '../../contract';
import { addressOf } from '../address';
import { TrackingModel } from '../model';

const view = (
  state: MlflowView['state'],
  message: string | null = null
): MlflowView => ({
  state,
  url: '/runway-jlab/mlflow/p1',
  message
});

function setUp() {
  const get = new Asked<[string], MlflowView>();
  const start = new Asked<[string], MlflowView>();
  const model = new TrackingModel({
    api: { get: get.call, start: start.call },
    notebook: new FakeNotebook(),
    project: new FakeProject(),
    interval: 10
  });
  return { get, model, start };
}

describe('tracking/TrackingModel', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const look = async () => {
    await jest.advanceTimersByTimeAsync(20);
    await settle();
  };

  it('knows the state without starting anything', async () => {
    const { get, model, start } = setUp();
    await get.answer(0, view('stopped'));
    expect(model.mlflow?.state).toBe('stopped');
    expect(start.calls).toHaveLength(0);
  });

  it('waits until MLflow is ready', async () => {
    const { get, model, start } = setUp();
    await get.answer(0, view('stopped'));
    const ready = model.start('n.ipynb');
    await start.answer(0, view('starting'));
    await look();
    await get.answer(1, view('starting'));
    await look();
    await get.answer(2, view('ready'));
    await look();
    expect((await ready).state).toBe('ready');
  });

  it('says why MLflow failed', async () => {
    const { model, start } = setUp();
    const ready = model.start('n.ipynb');
    await Promise.all([
      expect(ready).rejects.toThrow('port taken'),
      start.answer(0, view('failed', 'port taken'))
    ]);
  });
});

describe('tracking/addressOf', () => {
  const page = '/#/experiments/1/runs/a';
  it.each([
    [
      '/runway-jlab/mlflow/p1',
      'http://h:1/',
      'http://h:1/runway-jlab/mlflow/p1/#/experiments/1/runs/a'
    ],
    [
      'runway-jlab/mlflow/p1/',
      'http://h:1/user/me/',
      'http://h:1/user/me/runway-jlab/mlflow/p1/#/experiments/1/runs/a'
    ],
    [
      '/user/me/runway-jlab/mlflow/p1',
      'http://h:1/user/me/',
      'http://h:1/user/me/runway-jlab/mlflow/p1/#/experiments/1/runs/a'
    ],
    [
      'https://mlflow.example',
      'http://h:1/',
      'https://mlflow.example/#/experiments/1/runs/a'
    ]
  ])('puts a page below %p at base %p', (url, base, address) => {
    const face = '?workflowType=machine_learning';
    expect(addressOf({ url }, page, base)).toBe(address + face);
  });
});
