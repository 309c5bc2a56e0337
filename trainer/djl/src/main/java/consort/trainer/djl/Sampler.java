package consort.trainer.djl;

import java.util.SplittableRandom;

/** Draws samples without repeating one before all were drawn, in an order that only the seed decides. */
final class Sampler {

    private final SplittableRandom random;
    private final int[] order;
    private int next;

    Sampler(int samples, long seed) {
        this.random = new SplittableRandom(seed);
        this.order = new int[samples];
        for (int i = 0; i < samples; i++) {
            order[i] = i;
        }
        this.next = samples;
    }

    int next() {
        if (next == order.length) {
            shuffle();
            next = 0;
        }
        return order[next++];
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
    }
}
