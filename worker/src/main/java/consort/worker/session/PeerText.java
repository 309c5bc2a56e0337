package consort.worker.session;

/** Text a peer wrote, made fit for one line of a log. */
public final class PeerText {

    private static final int MAX_CHARACTERS = 300;

    private PeerText() {
    }

    /** Shortened, without control characters. */
    public static String shown(String text) {
        return shown(text, MAX_CHARACTERS);
    }

    /** The same, for text that may be longer. */
    public static String shown(String text, int maxCharacters) {
        String cut = text.length() <= maxCharacters ? text : text.substring(0, maxCharacters) + "…";
        return cut.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
