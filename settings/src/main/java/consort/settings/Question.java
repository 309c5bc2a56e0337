package consort.settings;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks a person at a terminal. */
public final class Question {

    private Question() {
    }

    /** Whether they said yes; empty when there is no terminal, so nobody can. */
    public static Optional<Boolean> asked(String question, PrintWriter out) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        out.print(question + " [yes/no] ");
        out.flush();
        String answer = console.readLine();
        return Optional.of(answer != null && Set.of("yes", "y").contains(answer.strip().toLowerCase(Locale.ROOT)));
    }
}
