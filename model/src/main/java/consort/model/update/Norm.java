package consort.model.update;

/// The L2 norm of a sequence of tensors, the same bits on every machine.
///
/// Squares are added as doubles, in the order of elements, within blocks of 4,096 elements that begin anew with each
/// tensor; then the sums of blocks are added in order. Java neither fuses nor reorders these operations.
final class Norm {
    static final int BLOCK_ELEMENTS = 4096;
    private static final double MILLION = 1e6;

    private double sumOfSquares;

    /// Adds elements of one tensor. All calls for a tensor but the last must bring a multiple of the block.
    void add(float[] values, int count) {
        int from = 0;
        for (; from + 4 * BLOCK_ELEMENTS <= count; from += 4 * BLOCK_ELEMENTS) {
            addFour(values, from);
        }
        for (; from < count; from += BLOCK_ELEMENTS) {
            sumOfSquares += blockSum(values, from, Math.min(count, from + BLOCK_ELEMENTS));
        }
    }

    /// Four whole blocks side by side: each addition must wait for the one before it in its block, not for the others'.
    private void addFour(float[] values, int from) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = from; i < from + BLOCK_ELEMENTS; i++) {
            a += square(values[i]);
            b += square(values[i + BLOCK_ELEMENTS]);
            c += square(values[i + 2 * BLOCK_ELEMENTS]);
            d += square(values[i + 3 * BLOCK_ELEMENTS]);
        }
        sumOfSquares = sumOfSquares + a + b + c + d;
    }

    private static double blockSum(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += square(values[i]);
        }
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }

    /// The norm in millionths, rounded up.
    long millionths() {
        return (long) Math.ceil(Math.sqrt(sumOfSquares) * MILLION);
    }
}
