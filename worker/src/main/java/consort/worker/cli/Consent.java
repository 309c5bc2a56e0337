package consort.worker.cli;

import consort.settings.Question;
import java.io.PrintWriter;

/** Asks a person at a terminal. */
final class Consent {

    private Consent() {
    }

    /** Whether they said yes. Without a terminal nobody can, and the command says so. */
    static boolean asked(String question, PrintWriter out) {
        return Question.asked(question, out).orElseThrow(() -> new CommandFailure(ExitCodes.NOT_ACCEPTED,
                "there is no terminal to ask on: \"" + question + "\" If so, run the command again with --yes"));
    }
}
