package consort.examples.demo.process;

import java.nio.file.Path;

/** A program that the demo started ended with an error; the message is meant for the user. */
public final class ProgramFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param exit     its exit code; -1 if it never ended
     * @param lastLine the last thing it said
     */
    public ProgramFailure(String command, int exit, Path log, String lastLine) {
        super("\"%s\" failed%s%s; its log: %s".formatted(command, exit < 0 ? "" : " with exit code " + exit,
                lastLine.isEmpty() ? "" : ": " + lastLine, log));
    }
}
