/** Stands for style sheets. */
module.exports = '';
