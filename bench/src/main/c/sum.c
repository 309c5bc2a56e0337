/* The exact sum in C, as consort.model.kernel.Kernels defines it: what the Java kernels are measured against. */
#include <math.h>
#include <stdint.h>
#include <string.h>

static int32_t magnitude(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits & 0x7fffffff;
}

static int32_t add(const float *restrict values, int64_t count, int64_t weight, double scale, int64_t *restrict sums) {
  int32_t greatest = 0;
  for (int64_t i = 0; i < count; i++) {
    int32_t bits = magnitude(values[i]);
    greatest = bits > greatest ? bits : greatest;
    sums[i] += weight * (int64_t) rint((double) values[i] * scale);
  }
  return greatest;
}

/* Four updates in one pass over the sums. */
static int32_t add_four(const float *restrict a, const float *restrict b, const float *restrict c, const float *restrict d,
                        int64_t count, const int32_t *weights, double scale, int64_t *restrict sums) {
  int64_t weight_a = weights[0], weight_b = weights[1], weight_c = weights[2], weight_d = weights[3];
  int32_t greatest = 0;
  for (int64_t i = 0; i < count; i++) {
    int32_t bits_a = magnitude(a[i]), bits_b = magnitude(b[i]), bits_c = magnitude(c[i]), bits_d = magnitude(d[i]);
    bits_a = bits_b > bits_a ? bits_b : bits_a;
    bits_c = bits_d > bits_c ? bits_d : bits_c;
    bits_a = bits_c > bits_a ? bits_c : bits_a;
    greatest = bits_a > greatest ? bits_a : greatest;
    sums[i] += weight_a * (int64_t) rint((double) a[i] * scale) + weight_b * (int64_t) rint((double) b[i] * scale)
        + weight_c * (int64_t) rint((double) c[i] * scale) + weight_d * (int64_t) rint((double) d[i] * scale);
  }
  return greatest;
}

static void subtract_mean(float *restrict theta, int64_t count, const int64_t *restrict sums, double divisor, double unit) {
  for (int64_t i = 0; i < count; i++) {
    theta[i] = (float) ((double) theta[i] - (double) sums[i] / divisor * unit);
  }
}

/* Elements from `first` to before `end` of each update, by slices; returns the greatest magnitude seen. `sums` holds a slice. */
int32_t exact_sum(const float *const *updates, const int32_t *weights, int32_t updates_count, float *theta, int64_t first,
                  int64_t end, int64_t slice, int32_t shift, int64_t *sums) {
  double scale = ldexp(1.0, shift), unit = ldexp(1.0, -shift), divisor = 0;
  int32_t greatest = 0;
  for (int32_t k = 0; k < updates_count; k++) {
    divisor += weights[k];
  }
  for (int64_t at = first; at < end; at += slice) {
    int64_t count = end - at < slice ? end - at : slice;
    memset(sums, 0, (size_t) count * sizeof *sums);
    int32_t k = 0;
    for (; k + 4 <= updates_count; k += 4) {
      int32_t bits = add_four(updates[k] + at, updates[k + 1] + at, updates[k + 2] + at, updates[k + 3] + at, count, weights + k, scale, sums);
      greatest = bits > greatest ? bits : greatest;
    }
    for (; k < updates_count; k++) {
      int32_t bits = add(updates[k] + at, count, weights[k], scale, sums);
      greatest = bits > greatest ? bits : greatest;
    }
    subtract_mean(theta + at, count, sums, divisor, unit);
  }
  return greatest;
}
