/** JupyterLab's components as far as our texts and tables name them: icons that are never drawn. */
class LabIcon {
  constructor({ name, svgstr }) {
    this.name = name;
    this.svgstr = svgstr;
  }
}

module.exports = { LabIcon };
