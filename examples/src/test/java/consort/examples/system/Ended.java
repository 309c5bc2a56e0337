package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that ran to its end.
 *
 * @param command what was typed
 * @param out its standard output
 * @param err its standard error
 */
record Ended(String command, int exit, String out, String err) {

    /** Fails unless it ended with this exit code. */
    Ended expect(int code) {
        assertThat(exit).as("exit code of: %s%n--- out%n%s--- err%n%s---", command, out, err).isEqualTo(code);
        return this;
    }

    /** All that it said. */
    String said() {
        return out + err;
    }

    /** No user should ever see a stack trace for a mistake of theirs. */
    Ended withoutStackTrace() {
        assertThat(said()).as(command).doesNotContain("\tat ").doesNotContain("Exception in thread");
        return this;
    }
}
