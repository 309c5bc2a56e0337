package consort.examples.data;

import java.util.random.RandomGenerator;

/** Fisher and Yates, over positions. */
final class Shuffle {

    private Shuffle() {}

    /** The numbers 0 to {@code count - 1} in random order. */
    static int[] order(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        inPlace(order, random);
        return order;
    }

    static void inPlace(int[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }
}
