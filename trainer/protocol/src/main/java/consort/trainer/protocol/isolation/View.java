package consort.trainer.protocol.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an isolated trainer sees beside the system and its own program. All paths are absolute; those that do not exist when
 * the trainer starts are left out.
 *
 * @param readable files and folders it may read
 * @param writable files and folders it may read and write
 * @param hidden folders that stay empty for it, whatever the others show; a deeper readable or writable path shows through
 * @param home the folder that stands where {@code HOME} points; empty: there is nothing
 * @param network whether it shares the machine's network
 */
public record View(List<Path> readable, List<Path> writable, List<Path> hidden, Optional<Path> home, boolean network) {

    /** Only the system and the program. */
    public static final View NOTHING = new View(List.of(), List.of(), List.of(), Optional.empty(), false);

    public View {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
        hidden = List.copyOf(hidden);
    }

    /** The same with more to read and write. */
    public View with(List<Path> moreReadable, List<Path> moreWritable) {
        return new View(joined(readable, moreReadable), joined(writable, moreWritable), hidden, home, network);
    }

    private static List<Path> joined(List<Path> first, List<Path> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
