// Tiles below the points of a map, read part by part from one file of this site.
const night = matchMedia("(prefers-color-scheme: dark)");

/** Draws them above the outlines, which stay where the file has no tile. */
export async function lay(map, tiles) {
  const { default: library } = await import(new URL(tiles.module, location));
  const [west, south, east, north] = tiles.box;
  const options = {
    url: new URL(tiles.file, location).href,
    kind: tiles.kind,
    minZoom: tiles.zooms[0],
    most: tiles.zooms[1],
    bounds: [[south, west], [north, east]],
    attribution: tiles.attribution,
  };
  if (tiles.kind !== "mvt") {
    raster(library, options).addTo(map);
    return;
  }
  let layer = vector(library, options).addTo(map);
  night.addEventListener("change", () => {
    layer.remove();
    layer = vector(library, options).addTo(map);
  });
}

/** Streets and names drawn here, in the language and the colours of the page. */
function vector({ leafletLayer }, { most, ...options }) {
  const flavor = night.matches ? "dark" : "light";
  return leafletLayer({ ...options, flavor, lang: document.documentElement.lang, maxDataZoom: most });
}

/** Pictures, drawn on canvases: an `img` would need addresses that the site's policy refuses. */
function raster({ PMTiles }, { url, kind, most, ...options }) {
  const source = new PMTiles(url);
  const Layer = window.L.GridLayer.extend({
    createTile({ z, x, y }, done) {
      const canvas = document.createElement("canvas");
      painted(canvas, source.getZxy(z, x, y), `image/${kind}`).then(() => done(null, canvas), done);
      return canvas;
    },
  });
  return new Layer({ ...options, maxNativeZoom: most });
}

async function painted(canvas, coming, type) {
  const tile = await coming;
  if (!tile) return;
  const picture = await createImageBitmap(new Blob([tile.data], { type }));
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
}
