package consort.trainer.protocol.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file system of an isolated trainer. Mounts are made from the shallow to the deep, so that a folder inside a hidden one
 * can be shown; of two for the same place the later counts.
 */
final class Mounts {

    /** One of bubblewrap's options, with its operands. */
    private record Mount(Path target, List<String> option) {
    }

    /** What a bind shows where. */
    private record Shown(Path source, Path target) {
    }

    private final Map<Path, Mount> mounts = new TreeMap<>();
    private final List<Shown> shown = new ArrayList<>();

    void readable(Path path) {
        bind("--ro-bind", path, path);
    }

    void writable(Path path) {
        bind("--bind", path, path);
    }

    void device(Path path) {
        bind("--dev-bind", path, path);
    }

    /** Shows a folder at another place. */
    void writable(Path source, Path target) {
        bind("--bind", source, target);
    }

    void empty(Path target) {
        put(target, "--tmpfs", target.toString());
    }

    void link(Path target, String to) {
        put(target, "--symlink", to, target.toString());
    }

    /** Empties a folder wherever a bind made so far shows it; where none does, there is nothing to empty. */
    void hide(Path folder) throws IOException {
        Path real = folder.toRealPath();
        for (Shown bind : List.copyOf(shown)) {
            if (real.startsWith(bind.source)) {
                empty(bind.target.resolve(bind.source.relativize(real)).normalize());
            }
        }
    }

    List<String> options() {
        var options = new ArrayList<String>();
        mounts.values().stream()
                .sorted(Comparator.comparingInt(mount -> mount.target.getNameCount()))
                .forEach(mount -> options.addAll(mount.option));
        return options;
    }

    private void bind(String option, Path source, Path target) {
        if (Files.exists(source)) {
            put(target, option, source.toString(), target.toString());
            shown.add(new Shown(real(source), target));
        }
    }

    private void put(Path target, String... option) {
        mounts.put(target, new Mount(target, List.of(option)));
    }

    /** A path without links; itself where that cannot be told. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
