import { Asked, FakeNotebook, project, settle } from '../../__tests__/fakes';
import type { ProjectRequest, ProjectView, StatusView } from '../../contract';
import { ProjectModel } from '../model';

function setUp() {
  const notebook = new FakeNotebook();
  const status = new Asked<[string], StatusView>();
  const create = new Asked<[ProjectRequest], ProjectView>();
  const model = new ProjectModel({
    api: {
      status: status.call,
      create: create.call,
      copyExample: () => Promise.reject(new Error('not asked for'))
    },
    notebook
  });
  return { create, model, notebook, status };
}

const inside: StatusView = { version: '1', project: project(), runs: 0 };
const outside: StatusView = { version: '1', project: null, runs: 0 };

describe('projects/ProjectModel', () => {
  it('knows the project of the notebook in front', async () => {
    const { model, status } = setUp();
    expect(model.project).toBeNull();
    await status.answer(0, inside);
    expect(model.project?.name).toBe('wind');
  });

  it('drops the answer for a notebook that was left', async () => {
    const { model, notebook, status } = setUp();
    notebook.goTo('other.ipynb');
    await status.answer(1, outside);
    await status.answer(0, inside);
    expect(model.project).toBeNull();
  });

  it("makes the notebook's folder a project", async () => {
    const { create, model, status } = setUp();
    await status.answer(0, outside);
    void model.create();
    expect(create.calls[0].args[0]).toEqual({ path: 'wind' });
    await create.answer(0, project());
    await status.answer(1, inside);
    await settle();
    expect(model.project).not.toBeNull();
  });

  it('says why the server could not be asked', async () => {
    const { model, status } = setUp();
    await status.refuse(0, new Error('no server'));
    expect(model.error).toBe('no server');
  });
});
