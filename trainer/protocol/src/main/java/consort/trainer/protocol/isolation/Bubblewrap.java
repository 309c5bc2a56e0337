package consort.trainer.protocol.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program bubblewrap ({@code bwrap}, version 0.4 or later), which starts others in namespaces of their own without
 * being root.
 *
 * @param program where it is
 */
public record Bubblewrap(Path program) {

    /** The Debian package that has it. */
    public static final String PACKAGE = "bubblewrap";

    private static final int PROBE_SECONDS = 10;
    private static final int MAX_PROBE_TEXT = 400;

    /**
     * No process of the machine is seen or reached, signals and terminals included; root keeps none of its powers; when the
     * agent goes, however it goes, all of it goes.
     */
    private static final List<String> ALONE = List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts",
            "--unshare-cgroup-try", "--hostname", "trainer", "--cap-drop", "ALL", "--new-session", "--die-with-parent");

    /** @param searched folders, as in {@code PATH} */
    public static Optional<Bubblewrap> find(String searched) {
        return Stream.of(searched.split(":")).filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "bwrap")).filter(Files::isExecutable).findFirst().map(Bubblewrap::new);
    }

    /** Why it cannot isolate here, in its own words; empty when it can. Tried with a program that does nothing. */
    public Optional<String> problem() throws InterruptedException {
        try {
            Mounts mounts = new Mounts();
            SystemMounts.add(mounts, false);
            List<String> command = started(mounts, false);
            command.addAll(List.of("--", "/bin/sh", "-c", "exit 0"));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readNBytes(MAX_PROBE_TEXT);
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("it did not end within " + PROBE_SECONDS + " s");
            }
            String text = new String(said, StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? Optional.empty()
                    : Optional.of(text.isEmpty() ? "exit code " + process.exitValue() : text);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The command line that starts a program isolated.
     *
     * @param command program and arguments
     * @param environment all that the program will be given
     * @param workingFolder where it starts, if that is visible; else an empty folder of that name
     * @param view what it sees
     * @param shown a further folder it may read
     * @throws IOException when the program is not there, or a folder to hide cannot be found
     */
    public List<String> wrap(List<String> command, Map<String, String> environment, Path workingFolder, View view, Path shown)
            throws IOException {
        String searched = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        ProgramFiles own = new ProgramFiles(command, environment, workingFolder, view.hidden(), searched);
        List<String> words = started(mounts(own, environment, view, shown), view.network());
        words.addAll(List.of("--dir", workingFolder.toString(), "--chdir", workingFolder.toString()));
        own.variables().forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
        words.add("--");
        words.addAll(own.arguments());
        return List.copyOf(words);
    }

    private static Mounts mounts(ProgramFiles own, Map<String, String> environment, View view, Path shown) throws IOException {
        Mounts mounts = new Mounts();
        SystemMounts.add(mounts, view.network());
        mounts.empty(Path.of("/tmp"));
        mounts.empty(Path.of("/var/tmp"));
        if (view.home().isPresent() && environment.containsKey("HOME")) {
            Path home = Path.of(environment.get("HOME"));
            if (home.isAbsolute() && home.getNameCount() > 0 && !SystemMounts.shows(home)) {
                mounts.writable(view.home().get(), home);
            }
        }
        own.files().forEach(mounts::readable);
        view.readable().forEach(mounts::readable);
        view.writable().forEach(mounts::writable);
        for (Path folder : view.hidden()) {
            mounts.hide(folder);
        }
        mounts.readable(shown);
        return mounts;
    }

    private List<String> started(Mounts mounts, boolean network) {
        var words = new ArrayList<String>();
        words.add(program.toString());
        words.addAll(ALONE);
        if (!network) {
            words.add("--unshare-net");
        }
        words.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        words.addAll(mounts.options());
        return words;
    }
}
