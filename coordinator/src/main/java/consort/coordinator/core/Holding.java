package consort.coordinator.core;

/**
 * What somebody holds of this log, signed by its key, against the log that is here.
 *
 * @param entries how many entries the log had when it was signed, at least
 */
public record Holding(Kind kind, long entries) {

    public static final Holding NOTHING = new Holding(Kind.SAME, 0);

    public enum Kind {
        /** It is of this log. */
        SAME,
        /** The log once had entries that are not here. */
        MORE,
        /** The log once had another entry where it has one now. */
        OTHER,
        /** It is not what the log's key signed; it says nothing. */
        UNSIGNED
    }

    /** The stronger of two: another history, then more entries. */
    public Holding and(Holding further) {
        boolean stronger = further.kind.compareTo(kind) > 0 || further.kind == kind && further.entries > entries;
        return stronger ? further : this;
    }
}
