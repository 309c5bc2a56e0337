package consort.worker.folder;

import java.util.List;
import java.util.Map;

/**
 * A trainer as {@code worker.yaml} names it.
 *
 * @param command program and arguments
 * @param environment variables it is given
 * @param pass names of the agent's variables that it is given too
 */
public record TrainerEntry(List<String> command, Map<String, String> environment, List<String> pass) {

    public TrainerEntry {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        pass = List.copyOf(pass);
    }

    static TrainerEntry read(YamlFields yaml) {
        yaml.knows("command", "environment", "pass");
        List<String> command = yaml.texts("command");
        if (command.isEmpty()) {
            throw yaml.error("command", "must be a list with at least a program, like [ \"consort\", \"trainer\", \"djl\" ]");
        }
        return new TrainerEntry(command, yaml.textMap("environment"), yaml.texts("pass"));
    }
}
