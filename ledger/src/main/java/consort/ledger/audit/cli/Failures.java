package consort.ledger.audit.cli;

import consort.ledger.disk.FileProblem;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says why there is no verdict: one line on standard error, or with {@code --json} one object on standard output.
 *
 * @param json whether the command line asks for it, be it right or wrong otherwise
 */
record Failures(PrintWriter out, PrintWriter err, boolean json) {

    private static final int UNEXPECTED = 1;
    private static final int CANNOT_RUN = 2;

    /** A command line that cannot be understood: here, and only here, it helps to see how it goes. */
    int wrongSyntax(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        say(command, wrong.getMessage(), CANNOT_RUN);
        if (!json) {
            StringWriter suggestions = new StringWriter();
            UnmatchedArgumentException.printSuggestions(wrong, new PrintWriter(suggestions, true));
            err.print(suggestions);
            err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
            err.println(name(command) + " --help explains it");
        }
        return CANNOT_RUN;
    }

    int failure(Exception failure, CommandLine command) {
        return switch (failure) {
            case Mistake mistake -> say(command, mistake.getMessage(), CANNOT_RUN);
            case IOException unreadable -> say(command, "cannot read " + FileProblem.text(unreadable), CANNOT_RUN);
            default -> say(command, "unexpected: " + failure + " at " + failure.getStackTrace()[0], UNEXPECTED);
        };
    }

    private int say(CommandLine command, String message, int exitCode) {
        if (json) {
            out.println(JsonObject.builder().put("error", message).put("exitCode", exitCode).build().canonicalText());
        } else {
            err.println(name(command) + ": " + message);
        }
        return exitCode;
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}
