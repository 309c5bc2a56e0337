package consort.ledger.audit.replay;

import consort.ledger.audit.AuditProgress;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FileSource;
import consort.model.tensor.HashingSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a folder, whatever their names: what a file is, its digest says. A coordinator's folder, a backup of it, and its
 * folder {@code blobs/} are looked into where the digest says that it stands; of any other folder each file is hashed once. For one thread.
 */
public final class BlobFolder implements ReplayBlobs {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final String BLOBS = "blobs";

    private final Path folder;
    private final List<FileSource> opened = new ArrayList<>();
    private final Map<String, Path> hashed = new HashMap<>();
    private final AuditProgress progress;
    private boolean searched;
    /** Of the files that were found so far. */
    private long foundBytes;
    private long hashedBytes;

    /** @param progress is told of the hashing */
    public BlobFolder(Path folder, AuditProgress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    @Override
    public Optional<ByteSource> open(String sha256) throws IOException {
        String within = sha256.substring(0, 2);
        for (Path place : List.of(folder.resolve(sha256), folder.resolve(within).resolve(sha256),
                folder.resolve(BLOBS).resolve(within).resolve(sha256))) {
            if (Files.isRegularFile(place) && digestOfFound(place).equals(sha256)) {
                return Optional.of(opened(place));
            }
        }
        search();
        Path found = hashed.get(sha256);
        return found == null ? Optional.empty() : Optional.of(opened(found));
    }

    private void search() throws IOException {
        if (searched) {
            return;
        }
        searched = true;
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : found) {
            foundBytes += Files.size(file);
        }
        for (Path file : found) {
            hashed.put(digest(file), file);
        }
    }

    private ByteSource opened(Path file) throws IOException {
        FileSource source = FileSource.open(file);
        opened.add(source);
        return source;
    }

    private String digestOfFound(Path file) throws IOException {
        foundBytes += Files.size(file);
        return digest(file);
    }

    private String digest(Path file) throws IOException {
        HashingSink hash = new HashingSink(from -> from.position(from.limit()));
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileSource source = FileSource.open(file)) {
            for (long at = 0; at < source.size(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, source.size() - at));
                source.read(at, buffer);
                hash.write(buffer.flip());
                hashedBytes += buffer.limit();
                progress.come(AuditProgress.Step.HASHED, Math.min(hashedBytes, foundBytes), foundBytes);
            }
        }
        return HexFormat.of().formatHex(hash.sha256());
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (FileSource source : opened) {
            try {
                source.close();
            } catch (IOException failed) {
                first = failed;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
