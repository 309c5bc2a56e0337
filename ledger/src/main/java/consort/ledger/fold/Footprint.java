package consort.ledger.fold;

/**
 * The memory that a state takes, about. It grows with the ledger: a worker may ask again for the receipt of any claim, and may
 * claim a lease of any time, which is then late or a duplicate. So no lease, claim or update is ever forgotten.
 */
public final class Footprint {

    /** For an entry: what was measured over many rounds, with a fifth to spare. A worker's task in a round is 3 entries. */
    public static final long ENTRY_BYTES = 130;

    /** Of heap for an entry whose pages stand elsewhere: rounds and the like, with room to spare. */
    public static final long MAPPED_ENTRY_BYTES = 40;

    /** Of heap for the first pages, where others stand elsewhere: so small states need nothing else. */
    public static final int FIRST_PAGES_BYTES = 4 << 20;

    private Footprint() {
    }

    /** Of heap for the state of so many entries whose pages, beyond the first, stand elsewhere. */
    public static long heapBytes(long entries) {
        return FIRST_PAGES_BYTES + Math.multiplyExact(entries, MAPPED_ENTRY_BYTES);
    }
}
