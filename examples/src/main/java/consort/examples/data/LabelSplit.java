package consort.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Deals a set out so that every party sees another mixture of classes: each class is divided by shares drawn from a
 * Dirichlet distribution (T.-M. H. Hsu, H. Qi, M. Brown, <em>Measuring the Effects of Non-Identical Data Distribution
 * for Federated Visual Classification</em>, 2019, in the form that draws per class).
 *
 * <p>Every image goes to exactly one party. A party that came out below the minimum receives images from the party that
 * has most, one at a time. The same arguments give the same split.
 */
public final class LabelSplit {

    private LabelSplit() {}

    /**
     * @param alpha   concentration: 0.5 is uneven, 100 nearly even
     * @param minimum images every party gets at least
     * @return for each party the positions of its images in {@code set}, in random order
     */
    public static List<int[]> dirichlet(LabeledImages set, int parties, double alpha, int minimum, long seed) {
        if (parties < 1 || (long) parties * minimum > set.count()) {
            throw new IllegalArgumentException("%d images cannot give %d parties %d each"
                    .formatted(set.count(), parties, minimum));
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < parties; i++) {
            parts.add(new ArrayList<>());
        }
        for (int label = 0; label < LabeledImages.CLASSES; label++) {
            int[] positions = positionsOf(set, label);
            Shuffle.inPlace(positions, random);
            deal(positions, Dirichlet.sample(alpha, parties, random), parts);
        }
        raiseToMinimum(parts, minimum, random);
        return parts.stream().map(part -> shuffled(part, random)).toList();
    }

    private static int[] positionsOf(LabeledImages set, int label) {
        int[] positions = new int[set.countByLabel()[label]];
        int found = 0;
        for (int i = 0; i < set.count(); i++) {
            if (set.labels()[i] == label) {
                positions[found++] = i;
            }
        }
        return positions;
    }

    /** Cuts at the rounded cumulative shares, so that every position is dealt once. */
    private static void deal(int[] positions, double[] shares, List<List<Integer>> parts) {
        double cumulative = 0;
        int from = 0;
        for (int party = 0; party < shares.length; party++) {
            cumulative += shares[party];
            boolean last = party == shares.length - 1;
            int to = last ? positions.length : (int) Math.min(positions.length, Math.rint(cumulative * positions.length));
            for (int i = from; i < to; i++) {
                parts.get(party).add(positions[i]);
            }
            from = Math.max(from, to);
        }
    }

    private static void raiseToMinimum(List<List<Integer>> parts, int minimum, SplittableRandom random) {
        for (List<Integer> poor : parts) {
            while (poor.size() < minimum) {
                List<Integer> rich = parts.stream().max((a, b) -> Integer.compare(a.size(), b.size())).orElseThrow();
                int chosen = random.nextInt(rich.size());
                poor.add(rich.get(chosen));
                rich.set(chosen, rich.getLast());
                rich.removeLast();
            }
        }
    }

    private static int[] shuffled(List<Integer> part, SplittableRandom random) {
        int[] positions = part.stream().mapToInt(Integer::intValue).toArray();
        Shuffle.inPlace(positions, random);
        return positions;
    }
}
