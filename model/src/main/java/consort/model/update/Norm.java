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
        for (int from = 0; from < count; from += BLOCK_ELEMENTS) {
            sumOfSquares += blockSum(values, from, Math.min(count, from + BLOCK_ELEMENTS));
        }
    }

    private static double blockSum(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double x = values[i];
            sum += x * x;
        }
        return sum;
    }

    /// The norm in millionths, rounded up.
    long millionths() {
        return (long) Math.ceil(Math.sqrt(sumOfSquares) * MILLION);
    }
}
