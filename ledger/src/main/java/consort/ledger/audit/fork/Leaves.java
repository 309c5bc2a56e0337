package consort.ledger.audit.fork;

import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/** The hashes of those entries of a copy that were asked for. */
final class Leaves {

    private final long[] indexes;
    private final Hash[] hashes;

    /** @param asked the indexes, in any order, also more than once */
    Leaves(LongStream asked) {
        indexes = asked.sorted().distinct().toArray();
        hashes = new Hash[indexes.length];
    }

    void seen(long index, byte[] entry) {
        int place = Arrays.binarySearch(indexes, index);
        if (place >= 0) {
            hashes[place] = TreeHash.leaf(entry);
        }
    }

    /** Empty when it was not asked for, or not seen. */
    Optional<Hash> at(long index) {
        int place = Arrays.binarySearch(indexes, index);
        return place < 0 ? Optional.empty() : Optional.ofNullable(hashes[place]);
    }
}
