package consort.coordinator.core;

/**
 * What somebody holds of this log, signed by its key, against the log that is here.
 *
 * @param entries how many entries the log had when it was signed, at least
 */
public record Holding(Kind kind, long entries) {

    public static final Holding NOTHING = new Holding(Kind.SAME, 0);
    public static final Holding UNSIGNED = new Holding(Kind.UNSIGNED, 0);

    /** From the weakest to the strongest. */
    public enum Kind {
        /** It is not what the log's key signed; it says nothing. */
        UNSIGNED,
        /** It is of this log. */
        SAME,
        /** The log once had entries that are not here. */
        MORE,
        /** The log once had another entry where it has one now. */
        OTHER
    }

    /** The stronger of two: another history, then more entries; what the key did not sign hides nothing. */
    public Holding and(Holding further) {
        boolean stronger = further.kind.compareTo(kind) > 0 || further.kind == kind && further.entries > entries;
        return stronger ? further : this;
    }
}
