package consort.ledger.audit.cli;

import consort.ledger.json.JsonValue;
import java.math.BigInteger;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What does not fit in a command line, said as the other commands say it: what was typed, and what belongs there. */
final class WrongLine {

    private WrongLine() {
    }

    /** Whether more than a value is wrong, so that it helps to see how such a line looks. */
    static boolean missesForm(ParameterException wrong) {
        return wrong.getArgSpec() == null || wrong instanceof MissingParameterException;
    }

    static String message(ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            return "\"" + unmatched.getUnmatched().getFirst() + "\" does not fit here" + suggestion(unmatched)
                    + (command.subcommands().isEmpty() ? "" : " (commands: " + commands(command) + ")");
        }
        if (wrong instanceof MissingParameterException missing) {
            return "give " + String.join(" and ", missing.getMissing().stream().map(WrongLine::shown).toList());
        }
        return wrong.getArgSpec() == null && !command.subcommands().isEmpty()
                ? "name one of the commands: " + commands(command) : wrong.getMessage();
    }

    private static String suggestion(UnmatchedArgumentException unmatched) {
        Optional<String> near = unmatched.getSuggestions().stream().findFirst();
        return near.map(word -> "; did you mean " + word + "?").orElse("");
    }

    private static String commands(CommandSpec command) {
        return String.join(", ", command.subcommands().keySet());
    }

    private static String shown(ArgSpec missing) {
        return missing instanceof OptionSpec option ? option.longestName() + " " + option.paramLabel() : missing.paramLabel();
    }

    /** Numbers of periods, runs and rounds: they count from 1, up to what an entry can say. */
    static final class Number implements ITypeConverter<Long> {

        @Override
        public Long convert(String text) {
            if (!text.matches("[1-9][0-9]*")) {
                throw new TypeConversionException("\"" + text + "\" is not a whole number from 1");
            }
            if (new BigInteger(text).compareTo(BigInteger.valueOf(JsonValue.MAX_INTEGER)) > 0) {
                throw new TypeConversionException("\"" + text + "\" is more than a ledger counts, " + JsonValue.MAX_INTEGER);
            }
            return Long.parseLong(text);
        }
    }
}
