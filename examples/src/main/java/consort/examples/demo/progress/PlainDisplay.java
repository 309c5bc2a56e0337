package consort.examples.demo.progress;

import java.io.PrintStream;
import java.util.List;

/** Lines only. */
final class PlainDisplay implements Display {

    private final PrintStream out;

    PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void detail(String text) {
        line(text);
    }

    @Override
    public void block(List<String> lines) {
        // What matters of a block is also said in lines.
    }
}
