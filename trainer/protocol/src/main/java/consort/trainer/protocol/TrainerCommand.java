package consort.trainer.protocol;

import consort.trainer.protocol.isolation.Isolation;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A trainer as a site configures it.
 *
 * @param arguments program and arguments, at least the program; no shell is involved
 * @param environment what the program is given beside {@code CONSORT_TRAINER_SOCKET} and the agent's own {@code PATH} and
 *     {@code HOME}; nothing else of the agent's environment reaches it
 * @param workingFolder where it starts
 * @param logFile where its standard output and error go; an older part stands beside it with the suffix {@code .1}
 * @param isolation what keeps it apart from the agent; empty: nothing but what the operating system keeps apart for all
 */
public record TrainerCommand(List<String> arguments, Map<String, String> environment, Path workingFolder, Path logFile,
        Optional<Isolation> isolation) {

    /** The variable that names the socket. */
    public static final String SOCKET = "CONSORT_TRAINER_SOCKET";

    public TrainerCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a trainer's command is empty: give at least a program");
        }
        if (environment.containsKey(SOCKET)) {
            throw new IllegalArgumentException(SOCKET + " is set by the agent: remove it from the trainer's environment");
        }
    }

    /** A program that is not isolated. */
    public TrainerCommand(List<String> arguments, Map<String, String> environment, Path workingFolder, Path logFile) {
        this(arguments, environment, workingFolder, logFile, Optional.empty());
    }

    /** The same with more to see, if it is isolated. */
    public TrainerCommand seeing(List<Path> readable, List<Path> writable) {
        return new TrainerCommand(arguments, environment, workingFolder, logFile,
                isolation.map(isolated -> isolated.with(isolated.view().with(readable, writable))));
    }

    /** Those variables of {@code from} whose names are listed; a listed name that is not set is left out. */
    public static Map<String, String> passThrough(Collection<String> names, Map<String, String> from) {
        var passed = new TreeMap<String, String>();
        for (String name : names) {
            if (from.containsKey(name)) {
                passed.put(name, from.get(name));
            }
        }
        return passed;
    }
}
