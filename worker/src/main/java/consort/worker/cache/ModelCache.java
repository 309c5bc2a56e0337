package consort.worker.cache;

import consort.model.tensor.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Verified models in a folder, named by digest, within a bound: the least recently used make room. A model is fetched once,
 * however many tasks use it.
 *
 * <p>Nothing here is synced: a model can be fetched again, and a round would wait for the disk with each. So what an earlier process left
 * is verified before its first use, for its bytes may be lost with the machine although its name is there.
 */
public final class ModelCache {

    private final Path folder;
    private final long maxBytes;
    /** Digests of the models that this process saw whole. */
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    /** Creates the folder when absent. */
    public ModelCache(Path folder, long maxBytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.maxBytes = maxBytes;
    }

    /** The model, when it is here; counts as a use. The first use of what an earlier process left takes the time to hash it. */
    public Optional<Path> find(String digest) throws IOException {
        Optional<Path> file = used(digest);
        if (file.isEmpty() || verified.contains(digest)) {
            return file;
        }
        return isIntact(file.get(), digest) ? file : Optional.empty();
    }

    private boolean isIntact(Path file, String digest) throws IOException {
        try {
            if (HexFormat.of().formatHex(Sha256.of(file)).equals(digest)) {
                verified.add(digest);
                return true;
            }
            Files.deleteIfExists(file);
            return false;
        } catch (NoSuchFileException madeRoom) {
            return false;
        }
    }

    private synchronized Optional<Path> used(String digest) throws IOException {
        Path file = folder.resolve(digest);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Optional.of(file);
    }

    /**
     * Makes room for a model and opens what is here of it.
     *
     * @throws CacheFullException when it is larger than the whole cache
     */
    public synchronized PartialFile begin(String digest, long sizeBytes) throws IOException {
        if (sizeBytes > maxBytes) {
            throw new CacheFullException(sizeBytes, maxBytes);
        }
        makeRoom(digest, maxBytes - sizeBytes);
        return PartialFile.openUnsynced(folder.resolve(digest), digest, sizeBytes, () -> verified.add(digest));
    }

    private void makeRoom(String wanted, long othersMayHave) throws IOException {
        List<Path> others = others(wanted);
        long total = 0;
        for (Path file : others) {
            total += Files.size(file);
        }
        for (Path file : others) {
            if (total <= othersMayHave) {
                return;
            }
            total -= Files.size(file);
            verified.remove(file.getFileName().toString());
            Files.deleteIfExists(file);
        }
    }

    /** Least recently used first. */
    private List<Path> others(String wanted) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().equals(wanted + ".part"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(ModelCache::used))
                    .toList();
        }
    }

    private static FileTime used(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException gone) {
            return FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
