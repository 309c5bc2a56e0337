package consort.worker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes all words that follow an option, those that look like options of the command too. */
final class RestOfLine implements IParameterConsumer {

    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
        if (words.isEmpty()) {
            throw new MissingParameterException(command.commandLine(), option, "--trainer-command is followed by no program");
        }
        List<String> taken = new ArrayList<>();
        while (!words.isEmpty()) {
            taken.add(words.pop());
        }
        option.setValue(taken);
    }
}
