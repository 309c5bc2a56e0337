package consort.simulator.network;

/**
 * How a channel ended.
 *
 * @param kind who ended it, and why
 * @param reason for people
 */
public record Ending(Kind kind, String reason) {

    /** Who ended it. */
    public enum Kind {
        /** The peer had nothing more to say. */
        COMPLETED,
        /** The peer refuses what was asked; the same again will be refused again. */
        REFUSED,
        /** The peer cannot serve it now. */
        UNAVAILABLE,
        /** The connection could not be made, or broke. */
        CUT
    }

    public static final Ending CUT = new Ending(Kind.CUT, "connection lost");
    public static final Ending COMPLETED = new Ending(Kind.COMPLETED, "");

    public static Ending refused(String reason) {
        return new Ending(Kind.REFUSED, reason);
    }

    public static Ending unavailable(String reason) {
        return new Ending(Kind.UNAVAILABLE, reason);
    }
}
