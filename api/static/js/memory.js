// What a page remembers in its tab. A browser that keeps nothing for a frame of another site leaves it in memory alone.
const held = new Map();

export const memory = {
  get(key) {
    try { return sessionStorage.getItem(key) ?? held.get(key) ?? null; } catch { return held.get(key) ?? null; }
  },
  set(key, value) {
    held.set(key, value);
    try { sessionStorage.setItem(key, value); } catch { /* full or refused: memory has it */ }
  },
  drop(key) {
    held.delete(key);
    try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
  },
};
