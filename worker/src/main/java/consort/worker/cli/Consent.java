package consort.worker.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;

/** Asks a person at a terminal. */
final class Consent {

    private Consent() {
    }

    /** Whether they said yes. Without a terminal nobody can, and the command says so. */
    static boolean asked(String question, PrintWriter out) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED,
                    "there is no terminal to ask on: \"" + question + "\" If so, run the command again with --yes");
        }
        out.print(question + " [yes/no] ");
        out.flush();
        String answer = console.readLine();
        return answer != null && Set.of("yes", "y").contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
