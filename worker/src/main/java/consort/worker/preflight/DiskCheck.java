package consort.worker.preflight;

import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether the disk holds what {@code limits} allows: models kept, one that a trainer makes, and one update.
 *
 * @param limits read when the check looks
 */
public record DiskCheck(Machine machine, PartyFolder folder, Supplier<WorkerConfig.Limits> limits) implements Check {

    public static final String NAME = "disk";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Finding look() {
        WorkerConfig.Limits allowed = limits.get();
        OptionalLong usable = machine.usableBytes(folder.path());
        long kept = Math.max(0, allowed.cacheBytes() - bytes(folder.path().resolve("cache")));
        long needed = kept + allowed.modelBytes() + allowed.updateBytes();
        String wants = "limits in worker.yaml allow " + Bytes.text(needed) + " more: " + Bytes.text(kept) + " of models kept, "
                + Bytes.text(allowed.modelBytes()) + " for one in training, " + Bytes.text(allowed.updateBytes()) + " for an update";
        if (usable.isEmpty()) {
            return Finding.unknown("how much is free where " + folder.path() + " lies cannot be found out; " + wants, "");
        }
        String free = Bytes.text(usable.getAsLong()) + " free where " + folder.path() + " lies; ";
        return usable.getAsLong() >= needed ? Finding.ok(free + wants)
                : Finding.problem(free + wants, "make room, or lower cacheBytes, modelBytes or updateBytes under limits: in worker.yaml");
    }

    private static long bytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(DiskCheck::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A model may be dropped while this looks. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
