package consort.examples.demo.progress;

import java.io.PrintStream;
import java.util.List;

/** A block at the bottom that is drawn in place, by the control sequences that every terminal since the VT100 knows. */
final class TerminalDisplay implements Display {

    private static final String ESCAPE = "\u001b[";
    private static final String CLEAR_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final PrintStream out;
    private List<String> shown = List.of();

    TerminalDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void line(String text) {
        var frame = new StringBuilder(toTop()).append(CLEAR_BELOW).append(text).append('\n');
        append(frame, shown);
        print(frame);
    }

    @Override
    public void detail(String text) {
        // The block shows it.
    }

    @Override
    public synchronized void block(List<String> lines) {
        if (lines.equals(shown)) {
            return;
        }
        var frame = new StringBuilder(toTop());
        append(frame, lines);
        frame.append(CLEAR_BELOW);
        shown = List.copyOf(lines);
        print(frame);
    }

    private String toTop() {
        return shown.isEmpty() ? "" : ESCAPE + shown.size() + "F";
    }

    private static void append(StringBuilder frame, List<String> lines) {
        for (String line : lines) {
            frame.append(line).append(CLEAR_LINE).append('\n');
        }
    }

    private void print(CharSequence frame) {
        out.print(frame);
        out.flush();
    }
}
