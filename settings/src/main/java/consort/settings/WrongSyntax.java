package consort.settings;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what does not fit in a command line and, where its form was missed, how such a line looks and where more is told. A
 * value that its option does not take is said in one line.
 */
public final class WrongSyntax implements IParameterExceptionHandler {

    /** Wrong arguments end every program of this project with this code. */
    public static final int EXIT_CODE = 2;

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + message(failure));
        help(failure).forEach(err::println);
        err.flush();
        return EXIT_CODE;
    }

    /** What does not fit, with the word that was probably meant. */
    public static String message(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String typed = unmatched.getUnmatched().getFirst();
            List<String> known = new ArrayList<>(command.subcommands().keySet());
            known.addAll(command.optionsMap().keySet());
            return "\"" + typed + "\" does not fit here"
                    + Nearest.of(typed, known).map(near -> "; did you mean " + near + "?").orElse("")
                    + (command.subcommands().isEmpty() ? "" : " (commands: " + commands(command) + ")");
        }
        boolean commandMissing = failure.getArgSpec() == null && !command.subcommands().isEmpty()
                && !(failure instanceof MissingParameterException);
        return commandMissing ? "name one of the commands: " + commands(command) : failure.getMessage();
    }

    /** How such a line looks, and where more is told; nothing where only a value is wrong. */
    public static List<String> help(ParameterException failure) {
        boolean valueOnly = failure.getArgSpec() != null && !(failure instanceof MissingParameterException);
        if (valueOnly) {
            return List.of();
        }
        CommandLine command = failure.getCommandLine();
        return List.of(("Usage: " + command.getHelp().synopsis("Usage: ".length())).stripTrailing(),
                command.getCommandSpec().qualifiedName() + " --help tells more.");
    }

    private static String commands(CommandSpec command) {
        return String.join(", ", command.subcommands().entrySet().stream()
                .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey).toList());
    }
}
