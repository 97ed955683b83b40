const SMALL = 15;

/**
 * The order that sorts values ascending, ties in the place where numpy's quicksort leaves them (median of three, insertion sort
 * below 16; without its fall-back to heapsort). Published scores of tied predictions depend on it, so it is followed here.
 */
export const numpyOrder = (values: ArrayLike<number>): Int32Array => {
  const order = Int32Array.from({ length: values.length }, (_, i) => i);
  const at = (k: number): number => values[order[k] as number] as number;
  const swap = (i: number, j: number): void => {
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  };
  const stack: number[] = [];
  let [low, high] = [0, values.length - 1];
  for (;;) {
    while (high - low > SMALL) {
      const middle = low + ((high - low) >> 1);
      if (at(middle) < at(low)) swap(middle, low);
      if (at(high) < at(middle)) swap(high, middle);
      if (at(middle) < at(low)) swap(middle, low);
      const pivot = at(middle);
      let i = low;
      let j = high - 1;
      swap(middle, j);
      for (;;) {
        do i++;
        while (at(i) < pivot);
        do j--;
        while (pivot < at(j));
        if (i >= j) break;
        swap(i, j);
      }
      swap(i, high - 1);
      if (i - low < high - i) {
        stack.push(i + 1, high);
        high = i - 1;
      } else {
        stack.push(low, i - 1);
        low = i + 1;
      }
    }
    for (let i = low + 1; i <= high; i++) {
      const own = order[i] as number;
      let j = i;
      for (; j > low && (values[own] as number) < at(j - 1); j--) order[j] = order[j - 1] as number;
      order[j] = own;
    }
    high = stack.pop() ?? -1;
    low = stack.pop() ?? 0;
    if (high < 0) return order;
  }
};

/** Descending, as pandas' `sort_values(ascending=False)` does it: the reversed order of the reversed values. */
export const pandasDescending = (values: ArrayLike<number>): Int32Array => {
  const n = values.length;
  const reversed = Float64Array.from({ length: n }, (_, i) => values[n - 1 - i] as number);
  return numpyOrder(reversed)
    .map((i) => n - 1 - i)
    .reverse();
};
