const MOST = 1000;

/**
 * Keeps what was made of a key, for what depends on nothing else and stands on page after page: a text with its links, a
 * moment in words. Never for what depends on who reads. When it is full it forgets everything and begins anew.
 */
export function keeper<Key, Made>(most = MOST): (key: Key, make: () => Made) => Made {
  const kept = new Map<Key, Made>();
  return (key, make) => {
    let made = kept.get(key);
    if (made === undefined) {
      made = make();
      if (kept.size >= most) kept.clear();
      kept.set(key, made);
    }
    return made;
  };
}
