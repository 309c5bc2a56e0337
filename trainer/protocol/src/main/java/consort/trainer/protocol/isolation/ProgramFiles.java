package consort.trainer.protocol.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files a trainer's program consists of, as far as its command tells: the program with the folder it is installed in, a
 * Python environment around it, files and folders among its arguments, and what some well-known variables point to. A folder
 * that holds more than a program (a home, one right below the root, one with a hidden folder around or in it) is not shown
 * whole: of it only the file is.
 */
final class ProgramFiles {

    private static final String LAUNCHER = "consort";

    /** Variables whose folders programs read from. */
    private static final List<String> READ_FROM = List.of("JAVA_HOME", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX",
            "LD_LIBRARY_PATH", "PYTORCH_LIBRARY_PATH", "DJL_CACHE_DIR", "ENGINE_CACHE_DIR", "HF_HOME", "TORCH_HOME", "CUDA_HOME",
            "ROCM_PATH");

    /** Where DJL keeps its engine when no variable says. */
    private static final String ENGINE_CACHE = ".djl.ai";

    private final Path workingFolder;
    private final Optional<Path> home;
    private final List<Path> hidden;
    private final Set<Path> files = new LinkedHashSet<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final List<String> arguments;

    /**
     * @param environment what the program will be given
     * @param searched the agent's own {@code PATH}
     * @throws IOException naming the program, when it is not there
     */
    ProgramFiles(List<String> command, Map<String, String> environment, Path workingFolder, List<Path> hidden, String searched)
            throws IOException {
        this.workingFolder = workingFolder;
        this.home = Optional.ofNullable(environment.get("HOME")).flatMap(ProgramFiles::absolute);
        this.hidden = hidden.stream().map(Mounts::real).toList();
        this.arguments = new ArrayList<>(command);
        program(find(command.getFirst(), searched), environment);
        command.stream().skip(1).forEach(this::argument);
        environment(environment);
    }

    /** Files and folders to show. */
    Set<Path> files() {
        return files;
    }

    /** Variables the program needs in its new surroundings. */
    Map<String, String> variables() {
        return variables;
    }

    /** The command as it is to be started there. */
    List<String> arguments() {
        return arguments;
    }

    private Path find(String program, String searched) throws IOException {
        if (program.contains("/")) {
            return required(workingFolder.resolve(program).normalize(), program);
        }
        for (String folder : searched.split(":")) {
            Path candidate = workingFolder.resolve(folder).resolve(program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new NoSuchFileException("there is no program \"" + program + "\" in the folders of PATH (" + searched + ")");
    }

    private static Path required(Path file, String program) throws IOException {
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            throw new NoSuchFileException("there is no program \"" + program + "\"");
        }
        return file;
    }

    private void program(Path found, Map<String, String> environment) throws IOException {
        Path real = found.toRealPath();
        Optional<Path> python = pythonEnvironment(found);
        python.ifPresent(files::add);
        // A link that is not shown is stepped over; a Python environment works by its link.
        arguments.set(0, (python.isPresent() || SystemMounts.shows(found) ? found : real).toString());
        if (real.getFileName().toString().equals(LAUNCHER)) {
            launcher(real, environment);
        } else if (!SystemMounts.shows(real)) {
            files.add(ownFolder(real).orElse(real));
        }
    }

    /** This project's own launcher. From a source tree it gets what was built, and may not build. */
    private void launcher(Path real, Map<String, String> environment) {
        Path root = real.getParent();
        if (Files.isDirectory(root.resolve("trainer/protocol/target"))) {
            files.add(real);
            files.add(root.resolve("trainer"));
            variables.put("CONSORT_NO_BUILD", "1");
        } else if (!SystemMounts.shows(real)) {
            files.add(ownFolder(real).orElse(real));
        }
        Path jdk = Path.of(System.getProperty("java.home"));
        files.add(jdk);
        if (!environment.containsKey("JAVA_HOME")) {
            variables.put("JAVA_HOME", jdk.toString());
        }
    }

    private static Optional<Path> pythonEnvironment(Path program) {
        return Optional.ofNullable(program.getParent()).map(Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("pyvenv.cfg")));
    }

    /** An argument, or parts of it: {@code --name=/a/file}, a list of jars. */
    private void argument(String argument) {
        for (String part : argument.substring(argument.indexOf('=') + 1).split(":")) {
            Optional<Path> path = absolute(part).or(() -> inWorkingFolder(part));
            path.filter(Files::exists).filter(file -> !SystemMounts.shows(file) && !isHidden(file)).ifPresent(this::named);
        }
    }

    private Optional<Path> inWorkingFolder(String part) {
        try {
            return part.isBlank() ? Optional.empty() : Optional.of(workingFolder.resolve(part).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void named(Path path) {
        if (Files.isDirectory(path)) {
            Optional.of(path).filter(folder -> !holdsMore(folder)).ifPresent(files::add);
        } else if (path.toString().endsWith(".jar")) {
            files.add(path);
        } else {
            // A script finds its modules beside it.
            files.add(Optional.of(path.getParent()).filter(folder -> !holdsMore(folder)).orElse(path));
        }
    }

    private void environment(Map<String, String> environment) {
        READ_FROM.stream().filter(environment::containsKey).flatMap(name -> Stream.of(environment.get(name).split(":")))
                .flatMap(part -> absolute(part).stream())
                .filter(path -> !holdsMore(path) && !SystemMounts.shows(path) && !isHidden(path)).forEach(files::add);
        home.map(folder -> folder.resolve(ENGINE_CACHE)).filter(Files::exists).ifPresent(files::add);
        if (environment.containsKey("TMPDIR")) {
            variables.put("TMPDIR", "/tmp");
        }
    }

    /** The folder a program is installed in. */
    private Optional<Path> ownFolder(Path program) {
        Path folder = program.getParent();
        boolean ofPrograms = folder.getFileName() != null && folder.getFileName().toString().equals("bin");
        return Stream.of(ofPrograms ? folder.getParent() : folder, folder).filter(one -> !holdsMore(one)).findFirst();
    }

    private boolean holdsMore(Path folder) {
        Path real = Mounts.real(folder);
        return real.getNameCount() < 2 || home.filter(one -> Mounts.real(one).startsWith(real)).isPresent()
                || isHidden(folder) || hidden.stream().anyMatch(one -> one.startsWith(real));
    }

    /** What lies in a hidden folder is shown only where a view names it; the program itself is. */
    private boolean isHidden(Path path) {
        return hidden.stream().anyMatch(Mounts.real(path)::startsWith);
    }

    private static Optional<Path> absolute(String text) {
        try {
            return text.startsWith("/") ? Optional.of(Path.of(text.endsWith("/*") ? text.substring(0, text.length() - 2) : text)
                    .normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
