package consort.examples.demo.progress;

import java.io.PrintStream;
import java.util.List;

/** Where the demo says what it does. Safe to call from several threads. */
public interface Display {

    /** Something that happened and stays on the screen. */
    void line(String text);

    /** Something that happened and that a block shows as well: only displays without a block say it. */
    void detail(String text);

    /** The state of things now; replaces the block before. A display without a terminal shows none of it. */
    void block(List<String> lines);

    /** For a terminal that can move its cursor, else one that only appends. */
    static Display of(PrintStream out, boolean terminal) {
        return terminal ? new TerminalDisplay(out) : new PlainDisplay(out);
    }
}
