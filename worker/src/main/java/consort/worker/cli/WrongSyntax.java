package consort.worker.cli;

import consort.worker.folder.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what does not fit in a command line, how such a line looks, and where more is told. */
final class WrongSyntax implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + message(failure));
        err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
        err.println(name + " --help tells more.");
        err.flush();
        return ExitCodes.USAGE;
    }

    private static String message(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched) || unmatched.getUnmatched().isEmpty()) {
            return failure.getMessage();
        }
        String typed = unmatched.getUnmatched().getFirst();
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        List<String> known = new ArrayList<>(command.subcommands().keySet());
        known.addAll(command.optionsMap().keySet());
        return "\"" + typed + "\" does not fit here"
                + Nearest.of(typed, known).map(near -> "; did you mean " + near + "?").orElse("")
                + (command.subcommands().isEmpty() ? "" : " (commands: " + String.join(", ", command.subcommands().keySet()) + ")");
    }
}
