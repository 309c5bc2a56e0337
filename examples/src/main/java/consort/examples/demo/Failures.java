package consort.examples.demo;

import consort.examples.data.DataException;
import consort.examples.demo.process.ProgramFailure;
import consort.ledger.disk.FileProblem;
import consort.ledger.json.JsonObject;
import consort.settings.WrongSyntax;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What a failure says and with which exit code it ends; {@code docs/exit-codes.md} lists them. It is one line on standard
 * error, or with {@code --json} one object on standard output, as the auditor's.
 *
 * @param json whether the command line asks for it, be it right or wrong otherwise
 */
record Failures(PrintWriter out, PrintWriter err, boolean json) {

    /** An audit did not end as it must. */
    static final int WRONG_VERDICT = 72;

    private static final int UNEXPECTED = 1;
    private static final int USAGE = 2;
    private static final int STEP_FAILED = 70;
    private static final int NO_DATA = 71;

    /** A command line that cannot be understood: here, and only here, it helps to see how it goes. */
    int wrongSyntax(ParameterException wrong) {
        say(wrong.getCommandLine(), WrongSyntax.message(wrong), WrongSyntax.EXIT_CODE);
        if (!json) {
            WrongSyntax.help(wrong).forEach(err::println);
        }
        return WrongSyntax.EXIT_CODE;
    }

    int explain(Exception failure, CommandLine command) {
        return switch (failure) {
            case WrongOptionException wrong -> say(command, wrong.getMessage(), USAGE);
            case DataException absent -> say(command, absent.getMessage(), NO_DATA);
            case ProgramFailure program -> say(command, program.getMessage(), STEP_FAILED);
            case DemoFailure step -> say(command, step.getMessage(), STEP_FAILED);
            case IOException disk -> say(command, FileProblem.text(disk), STEP_FAILED);
            case InterruptedException interrupted -> say(command, "interrupted", STEP_FAILED);
            default -> {
                failure.printStackTrace(err);
                yield say(command, "unexpected: " + failure, UNEXPECTED);
            }
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
