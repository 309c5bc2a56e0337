package consort.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {

    @Test
    void keepsLinesAndLetters() {
        assertThat(TerminalText.shown("Grüße 😀\n  done")).isEqualTo("Grüße 😀\n  done");
    }

    @Test
    void leavesNothingThatATerminalObeys() {
        assertThat(TerminalText.shown("a\u001b[2Jb\rc\u009b31md\u0007\u007f\te")).isEqualTo("a [2Jb c 31md   e");
    }
}
