// Strongly connected components, without recursion: a chain may be as long as the organization is large.

/** Give the strongly connected components of lists of successors in topological order, each ascending. */
function orderComponents(after) {
  const size = after.length;
  const entered = new Uint32Array(size); // when a node was first seen, 0 for not yet
  const lowest = new Uint32Array(size); // the earliest node on the stack that it is known to lead to
  const next = new Uint32Array(size);
  const stack = [];
  const found = [];
  let clock = 0;
  for (let start = 0; start < size; start += 1) {
    const path = entered[start] ? [] : [start];
    while (path.length) {
      const node = path[path.length - 1];
      if (!entered[node]) {
        clock += 1;
        entered[node] = lowest[node] = clock;
        stack.push(node);
      }
      let deeper = false;
      while (next[node] < after[node].length && !deeper) {
        const each = after[node][next[node]];
        if (entered[each]) {
          lowest[node] = Math.min(lowest[node], lowest[each]);
          next[node] += 1;
        } else {
          path.push(each);
          deeper = true;
        }
      }
      if (!deeper) {
        path.pop();
        if (lowest[node] === entered[node]) {
          const part = stack.splice(stack.lastIndexOf(node));
          for (const each of part) lowest[each] = 0xffffffff; // complete: it counts no more
          found.push(part.sort((one, other) => one - other));
        }
      }
    }
  }
  return found.reverse();
}
