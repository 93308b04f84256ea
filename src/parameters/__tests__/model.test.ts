import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { FakeNotebook, pipeline } from '../../__tests__/fakes';
import type { IPipelineModel } from '../../canvas/tokens';
import { ParameterModel } from '../model';

class FakePipeline implements IPipelineModel {
  readonly changed = new Signal<this, void>(this);
  error = null;
  pipeline = pipeline({
    parameters: [
      {
        name: 'rate',
        type: 'float',
        default: 0.1,
        kind: 'training',
        description: '',
        choices: null
      },
      {
        name: 'trees',
        type: 'int',
        default: 200,
        kind: 'model',
        description: '',
        choices: null
      }
    ]
  });
}

function setUp() {
  const notebook = new FakeNotebook();
  const source = new FakePipeline();
  const trans = nullTranslator.load('runway_jlab');
  const model = new ParameterModel({ notebook, pipeline: source, trans });
  return { model, notebook, source };
}

describe('parameters/ParameterModel', () => {
  it('sends only what differs from the notebook', () => {
    const { model } = setUp();
    model.set('rate', '0.10');
    model.set('trees', '50');
    expect(model.overrides()).toEqual({ trees: 50 });
    expect(model.overridden).toBe(1);
  });

  it('says what is wrong, and sends nothing of it', () => {
    const { model } = setUp();
    model.set('trees', 'many');
    expect(model.isValid).toBe(false);
    expect(model.fields[1].error).toContain('whole number');
    expect(model.overrides()).toEqual({});
  });

  it('keeps texts per notebook', () => {
    const { model, notebook } = setUp();
    model.set('trees', '50');
    notebook.goTo('other.ipynb');
    expect(model.overrides()).toEqual({});
    notebook.goTo('wind/forecast.ipynb');
    expect(model.overrides()).toEqual({ trees: 50 });
  });

  it('does not send a parameter that the notebook no longer has', () => {
    const { model, source } = setUp();
    model.set('trees', '50');
    source.pipeline = pipeline();
    source.changed.emit();
    expect(model.overrides()).toEqual({});
  });

  it('goes back to the notebook', () => {
    const { model } = setUp();
    model.set('trees', '50');
    model.reset();
    expect(model.overridden).toBe(0);
  });
});
