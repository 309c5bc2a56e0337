package consort.ledger.entry;

/** How large the parts of entries and documents may be. */
public final class Limits {

    /** An entry as stored: the uint16 of an entry bundle. */
    public static final int MAX_ENTRY_BYTES = 65_535;

    /** A charter, job or round manifest. */
    public static final int MAX_DOCUMENT_BYTES = 1 << 20;

    /** Members of one consortium: their period close, with corrections of an earlier one, must fit into one entry. */
    public static final int MAX_MEMBERS = 96;

    /**
     * Workers that an organization names, enrolled or invited: the list of all exported keys must fit into one message of
     * 4 MiB, with two keys of at most 98 bytes for each.
     */
    public static final int MAX_WORKERS_PER_ORGANIZATION = 128;

    /** Invites of an organization's workers that can be used at one time. */
    public static final int MAX_OPEN_WORKER_INVITES = 20;

    /** People that an organization names, enrolled or invited. */
    public static final int MAX_PEOPLE_PER_ORGANIZATION = 64;

    /** Invites of an organization's people that can be used at one time. */
    public static final int MAX_OPEN_ACCESS_INVITES = 20;

    /**
     * Entries that an organization appends itself, its acceptance included, whichever of its keys signs: invites can be given
     * anew. Only withdrawals, of which each needs an invite, go beyond; approvals, of which each needs a job, erasures, of which
     * each needs a commitment, and what is said of a bill or a payment are not counted.
     */
    public static final int MAX_ENTRIES_PER_ORGANIZATION = 1000;

    /** Benchmarks that one key of a worker signs: a worker measures itself when something changed, not all the time. */
    public static final int MAX_BENCHMARKS_PER_WORKER = 1000;

    /** Keys that an organization has had, the present one and its next one included. */
    public static final int MAX_KEYS_PER_ORGANIZATION = 100;

    /** Keys that an organization's witness has had, the present one included. */
    public static final int MAX_WITNESS_KEYS_PER_ORGANIZATION = 32;

    /** Cosignatures that a charter asks for: they must fit under one checkpoint, beside those of witnesses that do not count. */
    public static final int MAX_WITNESS_QUORUM = 64;

    /** Certificate authorities that count at one time. */
    public static final int MAX_AUTHORITIES = 3;

    /** Certificate authorities that there ever were. */
    public static final int MAX_AUTHORITIES_EVER = 100;

    /** Keys that a log has had, the first one included: who trusts the first keeps the entries that lead to the newest. */
    public static final int MAX_LOG_KEYS_EVER = 32;

    /** Costs that members bore outside, in one period. */
    public static final int MAX_EXTERNAL_COSTS = 10_000;

    /** Disputes of one member about one period's bill. */
    public static final int MAX_DISPUTES = 20;

    /** Entries of which one erasure names private fields: with all their fields they must fit into one entry. */
    public static final int MAX_ERASED_ENTRIES = 500;

    /** Models that were released: a list of all must fit into one message. */
    public static final int MAX_RELEASES = 1000;

    /** Reversals of claims, and journals, in one period, of each. */
    public static final int MAX_ADJUSTMENTS = 1_000;

    /** Workers of one round: the cohort must fit into one entry, whatever their names. */
    public static final int MAX_COHORT = 500;

    public static final int MAX_DEVICES = 1024;

    /** Devices of an organization whose recent work is remembered at one time. */
    public static final int MAX_BUSY_DEVICES_PER_ORGANIZATION = 16_384;

    /** Leases of an organization that ended unclaimed and for which a late claim still finds its devices' time remembered. */
    public static final int MAX_LATE_LEASES_PER_ORGANIZATION = 256;

    /** Thirty days. */
    public static final long MAX_DURATION_MILLIS = 30L * 24 * 60 * 60 * 1000;

    public static final int MAX_DETAIL_CHARACTERS = 300;

    /** Tensors that a job or manifest lists. */
    public static final int MAX_TENSORS = 10_000;

    static final int MAX_TENSOR_NAME_CHARACTERS = 256;

    private Limits() {
    }
}
