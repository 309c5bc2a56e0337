package consort.settings;

/** Text that others wrote, or had a part in, made fit for a terminal: nothing in it moves the cursor or colors what follows. */
public final class TerminalText {

    private TerminalText() {
    }

    /** Its lines stay lines; every other control character becomes a space. */
    public static String shown(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) && c != '\n' ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
