import {
  ILayoutRestorer,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  InputDialog,
  Notification
} from '@jupyterlab/apputils';
import { ITranslator } from '@jupyterlab/translation';

import { Client, ReproductionsApi } from '../api';
import { IActiveNotebook } from '../notebooks/tokens';
import { textOf } from '../ui/args';
import { linkIcon } from '../ui/icons';
import { LINK_PATTERN, runOf, withoutLink } from './link';
import { ReproductionModel } from './model';
import { IReproductionModel, ReproduceCommands } from './tokens';
import { ReproductionPanel } from './widget';

export const reproducePlugin: JupyterFrontEndPlugin<IReproductionModel> = {
  id: 'runway-jlab:reproduce',
  description:
    'Opens a recorded run as it was: from the list of runs, or from a link.',
  autoStart: true,
  requires: [IActiveNotebook, ITranslator],
  optional: [IRouter, ICommandPalette, ILayoutRestorer],
  provides: IReproductionModel,
  activate: (
    app: JupyterFrontEnd,
    notebook: IActiveNotebook,
    translator: ITranslator,
    router: IRouter | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ) => {
    const trans = translator.load('runway_jlab');
    const { commands, shell } = app;
    const client = new Client(app.serviceManager.serverSettings);
    const model = new ReproductionModel(new ReproductionsApi(client));
    const panel = new ReproductionPanel({
      model,
      onOpen: () => void commands.execute(ReproduceCommands.open),
      trans
    });
    shell.add(panel, 'right', { rank: 900, type: 'Runway' });
    restorer?.add(panel, panel.id);

    commands.addCommand(ReproduceCommands.show, {
      label: args =>
        args.runId ? trans.__('Open with link') : trans.__('Open with link…'),
      caption: trans.__(
        'Hold a recorded run against today, and open its notebook as it ran'
      ),
      icon: linkIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            runId: {
              type: 'string',
              description: 'The run, by id or unique prefix'
            },
            path: {
              type: 'string',
              description: 'A notebook of its project, if known'
            }
          }
        }
      },
      execute: async args => {
        const runId = textOf(args, 'runId') || (await askForRun(trans));
        if (runId) {
          shell.activateById(panel.id);
          await model.show(
            runId,
            'path' in args ? textOf(args, 'path') || null : notebook.path
          );
        }
      }
    });
    commands.addCommand(ReproduceCommands.open, {
      label: trans.__('Open Notebook as It Ran'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => model.reproduction !== null && !model.isOpening,
      execute: async () => {
        const reopened = await model.open();
        if (reopened === null) {
          return null;
        }
        if (reopened.path === null) {
          Notification.info(
            trans.__(
              'Reopened in %1, outside of what this Jupyter server shows.',
              reopened.folder
            )
          );
          return null;
        }
        return (await commands.execute('docmanager:open', {
          path: reopened.path,
          factory: 'Notebook'
        })) as unknown;
      }
    });
    model.changed.connect(() =>
      commands.notifyCommandChanged(ReproduceCommands.open)
    );
    palette?.addItem({
      command: ReproduceCommands.show,
      category: trans.__('Runway')
    });
    if (router) {
      followLinks(app, router);
    }
    return model;
  }
};

/** Opens the run that the address names, once the layout stands, and takes it out of the address. */
function followLinks(app: JupyterFrontEnd, router: IRouter): void {
  app.commands.addCommand(ReproduceCommands.route, {
    describedBy: {
      args: { type: 'object', properties: { search: { type: 'string' } } }
    },
    execute: args => {
      const runId = runOf(textOf(args, 'search'));
      if (runId === null) {
        return;
      }
      void app.restored.then(() => {
        const { path, search, hash } = router.current;
        router.navigate(path + withoutLink(search ?? '') + (hash ?? ''), {
          skipRouting: true
        });
        return app.commands.execute(ReproduceCommands.show, {
          runId,
          path: ''
        });
      });
    }
  });
  router.register({
    command: ReproduceCommands.route,
    pattern: LINK_PATTERN,
    rank: 10
  });
}

async function askForRun(
  trans: ReturnType<ITranslator['load']>
): Promise<string | null> {
  const { value } = await InputDialog.getText({
    title: trans.__('Open with link'),
    label: trans.__('Run id, or its first digits'),
    okLabel: trans.__('Show')
  });
  return value?.trim() || null;
}
