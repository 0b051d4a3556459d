// What a phone can tell about a photo before it is sent: its kind, its size, and whether anything can be seen on it.

const HEIC = /hei[cf]$/i;
const KINDS = /(jpe?g|png|webp|hei[cf])$/i;
// Of the copy that is looked at, and the tiles each side of it is cut into.
const LOOKED_AT = 640;
const TILES = 6;
// Sharp photos have under 0.3, those of an unsteady hand over 0.7; see sharpest().
const MIST = 0.7;
// Less than this is a wall, or the grain of a picture taken in the dark.
const LEAST = 8;

// Some phones leave the type out of what they name .heic.
const kindOf = ({ type, name }) => type || name;
const isOnlyForServers = (file) => HEIC.test(kindOf(file));

// The code of what is wrong with a file that is not even opened.
export function fault(file) {
  if (!KINDS.test(kindOf(file))) return "not_a_photo";
  return file.size ? "" : "photo_empty";
}

// What to send, why it can't be sent (code), or why one should think twice (doubt). The picture stands in `img`.
// `judge` says the same of the decoded picture by other measures: {code} or {doubt}.
export async function look(img, file, { largest, side, small, judge }) {
  const size = (blob) => ({ blob, code: blob.size > largest ? "photo_too_large" : "" });
  try {
    await img.decode();
  } catch {
    return isOnlyForServers(file) ? size(file) : { code: "photo_broken" };
  }
  const longest = Math.max(img.naturalWidth, img.naturalHeight);
  const found = judge?.(img, longest) || { doubt: doubtOf(img, longest, small) };
  return { ...size(longest > side ? await scaled(img, file, side) : file), ...found };
}

function doubtOf(img, longest, small) {
  const isMisty = () => sharpest(copyOf(img, LOOKED_AT)) > MIST;
  return longest < small ? "small" : isMisty() ? "blurry" : "";
}

// Turned as it was held, and without what the camera wrote into it.
export function copyOf(img, side) {
  const scale = Math.min(1, side / Math.max(img.naturalWidth, img.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(img.naturalWidth * scale);
  canvas.height = Math.round(img.naturalHeight * scale);
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(img, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// A slow phone sends a tenth of it; where the browser can't, all of it.
async function scaled(img, file, side) {
  const copy = await new Promise((resolve) => copyOf(img, side).toBlob(resolve, "image/jpeg", 0.88));
  return copy?.size && copy.size < file.size ? copy : file;
}

// Blurred once more, what was sharp loses its edges, and what was blurred already keeps those it has. The share that is
// kept, in the fourth-sharpest of the tiles that show anything: a face may be sharp before a blurred room.
function sharpest(canvas) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = 0.3 * data[4 * i] + 0.6 * data[4 * i + 1] + 0.1 * data[4 * i + 2];
  const before = edges(grey, width, height);
  const after = edges(blurred(blurred(grey, 1), width), width, height);
  const shares = before.flatMap(({ sum, count }, i) => (sum > LEAST * count ? after[i].sum / sum : []));
  shares.sort((a, b) => a - b);
  return shares.length ? shares[Math.min(3, shares.length - 1)] : 1;
}

// The mean of five in a row, or in a column where `step` is the width.
function blurred(grey, step) {
  const mean = new Float32Array(grey.length);
  for (let i = 2 * step; i < grey.length - 2 * step; i++) {
    mean[i] = (grey[i - 2 * step] + grey[i - step] + grey[i] + grey[i + step] + grey[i + 2 * step]) / 5;
  }
  return mean;
}

// How much neighbours differ, tile by tile; the rim is left out.
function edges(grey, width, height) {
  const tiles = Array.from({ length: TILES * TILES }, () => ({ sum: 0, count: 0 }));
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      const i = y * width + x;
      const tile = tiles[Math.floor((y * TILES) / height) * TILES + Math.floor((x * TILES) / width)];
      tile.sum += (grey[i + 1] - grey[i]) ** 2 + (grey[i + width] - grey[i]) ** 2;
      tile.count++;
    }
  }
  return tiles;
}
