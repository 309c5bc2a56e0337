package consort.examples.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Debian's package {@code dataset-fashion-mnist}: the installed files, or else the package downloaded and unpacked beside
 * the system, which needs neither root nor an installation.
 */
final class DebianPackage implements Source {

    private static final String PACKAGE = "dataset-fashion-mnist";
    private static final Path INSTALLED = Path.of("/usr/share/datasets/fashion-mnist");
    private static final int MINUTES = 10;

    private final Path installed;
    private final String programs;

    /** On this machine. */
    DebianPackage() {
        this(INSTALLED, "");
    }

    /**
     * @param installed where its files stand when it is installed
     * @param programs  what goes before the names of Debian's programs; empty: they are looked for on the PATH
     */
    DebianPackage(Path installed, String programs) {
        this.installed = installed;
        this.programs = programs;
    }

    @Override
    public String name() {
        return "Debian package " + PACKAGE;
    }

    @Override
    public void copyInto(Path folder, Consumer<String> log) throws IOException {
        if (Files.isDirectory(installed)) {
            copy(installed, folder);
            return;
        }
        Path work = Files.createTempDirectory(folder, "deb");
        try {
            log.accept("downloading Debian package " + PACKAGE + " (31 MB)");
            download(work, log);
            Path deb = packageIn(work);
            run(work, "dpkg-deb", "-x", deb.toString(), "unpacked");
            copy(work.resolve("unpacked" + INSTALLED), folder);
        } finally {
            Folders.deleteTree(work);
        }
    }

    /** A fresh machine may have no package lists yet; only root may fetch them. */
    private void download(Path work, Consumer<String> log) throws IOException {
        try {
            run(work, "apt-get", "-q", "download", PACKAGE);
        } catch (DataException e) {
            if (!"root".equals(System.getProperty("user.name"))) {
                throw new DataException(e.getMessage() + " (perhaps: apt-get update && apt-get install " + PACKAGE + ")");
            }
            log.accept("no package list names it yet: fetching the lists (apt-get update)");
            run(work, "apt-get", "-q", "update");
            run(work, "apt-get", "-q", "download", PACKAGE);
        }
    }

    private static Path packageIn(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(file -> file.toString().endsWith(".deb")).findFirst()
                    .orElseThrow(() -> new DataException("apt-get downloaded nothing"));
        }
    }

    private void run(Path work, String... command) throws IOException {
        Path output = work.resolve("output.txt");
        List<String> line = new ArrayList<>(List.of(command));
        line.set(0, programs + command[0]);
        Process process;
        try {
            process = new ProcessBuilder(line).directory(work.toFile())
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw new DataException("there is no " + command[0] + " here");
        }
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new DataException(command[0] + " did not end within " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("interrupted");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            List<String> lines = Files.readAllLines(output);
            throw new DataException(command[0] + ": " + (lines.isEmpty() ? "failed without a word" : lines.getLast()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (FashionMnist.Part part : FashionMnist.Part.values()) {
            Files.copy(from.resolve(part.file()), to.resolve(part.file()));
        }
    }
}
