package consort.examples.demo.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void withoutATerminalOnlyLinesAppear() {
        Display display = Display.of(out, false);
        display.block(List.of("state"));
        display.line("event");
        display.detail("detail");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("event\ndetail\n");
    }

    @Test
    void onATerminalTheBlockIsDrawnInPlaceBelowTheLines() {
        Display display = Display.of(out, true);
        display.block(List.of("a", "b"));
        display.block(List.of("a", "c"));
        display.detail("the block shows it");
        display.line("event");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(
                "a\u001b[K\nb\u001b[K\n\u001b[J"
                        + "\u001b[2Fa\u001b[K\nc\u001b[K\n\u001b[J"
                        + "\u001b[2F\u001b[Jevent\na\u001b[K\nc\u001b[K\n");
    }

    @Test
    void anUnchangedBlockIsNotDrawnAgain() {
        Display display = Display.of(out, true);
        display.block(List.of("a"));
        int size = bytes.size();
        display.block(List.of("a"));
        assertThat(bytes.size()).isEqualTo(size);
    }
}
