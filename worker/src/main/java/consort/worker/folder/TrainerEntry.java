package consort.worker.folder;

import consort.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trainer as {@code worker.yaml} names it.
 *
 * @param command program and arguments
 * @param environment variables it is given
 * @param pass names of the agent's variables that it is given too
 * @param readable files and folders it may read when isolated, beside those every trainer may; absolute
 * @param writable files and folders it may also write then; absolute
 * @param network whether it has the machine's network then
 */
public record TrainerEntry(List<String> command, Map<String, String> environment, List<String> pass, List<Path> readable,
        List<Path> writable, boolean network) {

    public TrainerEntry {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        pass = List.copyOf(pass);
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }

    /** @param folder the worker's, at which relative paths begin */
    static TrainerEntry read(Settings yaml, Path folder) {
        yaml.knows("command", "environment", "pass", "readable", "writable", "network");
        List<String> command = yaml.texts("command");
        if (command.isEmpty()) {
            throw yaml.error("command", "must be a list with at least a program, like [ \"consort\", \"trainer\", \"djl\" ]");
        }
        return new TrainerEntry(command, environment(yaml), yaml.texts("pass"), paths(yaml, "readable", folder),
                paths(yaml, "writable", folder), yaml.flag("network", false));
    }

    private static List<Path> paths(Settings yaml, String name, Path folder) {
        return yaml.texts(name).stream()
                .map(text -> PrivateParts.refuse(yaml.path(name, folder, text), folder, yaml, name)).toList();
    }

    /** What a process can be given. */
    private static Map<String, String> environment(Settings yaml) {
        Map<String, String> environment = yaml.textMap("environment");
        environment.forEach((name, value) -> {
            if (name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
                throw yaml.error("environment", "has the variable \"" + name.replace('\0', '?')
                        + "\"; no program can be given one with '=' in its name, or with the character 0");
            }
        });
        return environment;
    }
}
