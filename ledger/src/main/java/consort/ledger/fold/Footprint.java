package consort.ledger.fold;

/**
 * The memory that a state takes that is kept on the heap, about. It grows with the ledger: a worker may ask again for the receipt of any claim, and may
 * claim a lease of any time, which is then late or a duplicate. So no lease, claim or update is ever forgotten.
 */
public final class Footprint {

    /** Of heap for an entry: what was measured over many rounds, with a fifth to spare. A worker's task in a round is 3 entries. */
    public static final long ENTRY_BYTES = 130;

    private Footprint() {
    }

    /** Of the state of so many entries. */
    public static long bytes(long entries) {
        return Math.multiplyExact(entries, ENTRY_BYTES);
    }
}
