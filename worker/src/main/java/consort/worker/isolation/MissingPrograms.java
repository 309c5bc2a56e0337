package consort.worker.isolation;

import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Trainers of worker.yaml that no task could start: their programs are not where starting them will look. */
public final class MissingPrograms {

    private static final String USUAL = "/usr/bin:/bin";

    private MissingPrograms() {
    }

    /**
     * One clause for each, in the order of their names.
     *
     * @param environment of this process, whose {@code PATH} is searched
     */
    public static List<String> of(PartyFolder folder, WorkerConfig config, Map<String, String> environment) {
        String searched = environment.getOrDefault("PATH", USUAL);
        return new TreeSet<>(config.trainers().keySet()).stream()
                .flatMap(name -> problem(config.trainers().get(name).command().getFirst(), folder, searched)
                        .map(problem -> "trainer \"" + name + "\": " + problem))
                .toList();
    }

    private static Stream<String> problem(String program, PartyFolder folder, String searched) {
        if (!program.contains("/")) {
            boolean found = Stream.of(searched.split(":")).anyMatch(place -> isProgram(folder, place, program));
            return found ? Stream.empty()
                    : Stream.of("no program \"" + program + "\" is in PATH (" + searched + "); correct its command, or give its path");
        }
        return isProgram(folder, "", program) ? Stream.empty() : Stream.of("\"" + program
                + "\" is not there or is not an executable file; correct its command, or run chmod +x");
    }

    /** A relative path begins at the worker's folder, where trainers start. */
    private static boolean isProgram(PartyFolder folder, String place, String program) {
        try {
            Path file = folder.path().toAbsolutePath().resolve(place).resolve(program);
            return Files.isRegularFile(file) && Files.isExecutable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
