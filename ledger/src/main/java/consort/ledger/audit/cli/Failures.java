package consort.ledger.audit.cli;

import consort.ledger.disk.FileProblem;
import consort.ledger.json.JsonObject;
import consort.ledger.pages.LostPageException;
import consort.ledger.pages.NoRoomException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Says why there is no verdict: one line on standard error, or with {@code --json} one object on standard output.
 *
 * @param json whether the command line asks for it, be it right or wrong otherwise
 */
record Failures(PrintWriter out, PrintWriter err, boolean json) {

    private static final int UNEXPECTED = 1;
    private static final int CANNOT_RUN = 2;

    /** A command line that cannot be understood; where its form was missed, also how such a line looks. */
    int wrongSyntax(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        say(command, WrongLine.message(wrong), CANNOT_RUN);
        if (!json && WrongLine.missesForm(wrong)) {
            err.println(("Usage: " + command.getHelp().synopsis("Usage: ".length())).stripTrailing());
            err.println(name(command) + " --help tells more.");
        }
        return CANNOT_RUN;
    }

    int failure(Exception failure, CommandLine command) {
        return switch (failure) {
            case Mistake mistake -> say(command, mistake.getMessage(), CANNOT_RUN);
            case NoRoomException full -> say(command, full.getMessage(), CANNOT_RUN);
            case LostPageException lost -> say(command, lost.getMessage(), CANNOT_RUN);
            case IOException unreadable -> say(command, "cannot read " + FileProblem.text(unreadable), CANNOT_RUN);
            default -> say(command, "unexpected: " + failure + at(failure), UNEXPECTED);
        };
    }

    /** What the Java runtime itself cannot go on from; a disk may be to blame, or too little memory. */
    int fault(VirtualMachineError fault, CommandLine command) {
        Optional<LostPageException> lost = fault instanceof InternalError memory ? LostPageException.of(memory) : Optional.empty();
        if (lost.isPresent()) {
            return failure(lost.get(), command);
        }
        return fault instanceof OutOfMemoryError
                ? say(command, "there is not enough memory (" + fault.getMessage() + "); give more with CONSORT_JAVA_OPTS=-Xmx8g", CANNOT_RUN)
                : say(command, "unexpected: " + fault + at(fault), UNEXPECTED);
    }

    private static String at(Throwable failure) {
        return failure.getStackTrace().length == 0 ? "" : " at " + failure.getStackTrace()[0];
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
