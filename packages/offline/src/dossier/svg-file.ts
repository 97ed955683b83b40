/** A chart as a file of its own: by its namespace a reader knows it, and it has a font and a ground, since no page gives them. */
export const svgFile = (svg: string): string =>
  svg
    .replace(/^<svg(?![^>]*xmlns=)/, '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace('font-family:inherit', 'font-family:system-ui,sans-serif')
    .replace('background:transparent', 'background:#fff');
