package consort.examples.data;

import consort.ledger.disk.FileProblem;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Fashion-MNIST (Zalando, MIT License): 60,000 training and 10,000 test images of 28 x 28 pixels in ten classes.
 *
 * <p>It is taken from the first source that has it, and kept in the cache folder. The pins are the SHA-256 of the
 * uncompressed idx files: the sources compress differently.
 */
public final class FashionMnist {

    /** One of the four files of the set, and the SHA-256 of its uncompressed bytes. */
    enum Part {
        TRAIN_IMAGES("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        TRAIN_LABELS("train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        TEST_IMAGES("t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        TEST_LABELS("t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

        private final String file;
        private final String sha256;

        Part(String name, String sha256) {
            this.file = name + ".gz";
            this.sha256 = sha256;
        }

        String file() {
            return file;
        }
    }

    /** A published file is 26 MB; more is not read. */
    static final int MAX_FILE_BYTES = 64 << 20;

    private final Path cache;
    private final List<Source> sources;

    /**
     * @param cache   folder in which the four files are kept
     * @param sources asked in this order for what the cache lacks
     */
    public FashionMnist(Path cache, List<Source> sources) {
        this.cache = cache;
        this.sources = List.copyOf(sources);
    }

    /** The usual sources: Debian's package where it is installed or can be had, else the published files. */
    public static FashionMnist usual(Path cache) {
        return new FashionMnist(cache, List.of(new DebianPackage(), new PublishedFiles()));
    }

    /**
     * The set, checked against its pins.
     *
     * @param log receives one line per step that takes long
     * @throws DataException if no source has it; the message lists what each one said
     */
    public DataSet obtain(Consumer<String> log) throws IOException {
        if (Files.isDirectory(cache)) {
            return decode(readAll(cache), "cache " + cache);
        }
        List<String> refusals = new ArrayList<>();
        for (Source source : sources) {
            Path staging = staging();
            try {
                source.copyInto(staging, log);
                Map<Part, byte[]> files = readAll(staging);
                Files.move(staging, cache, StandardCopyOption.ATOMIC_MOVE);
                return decode(files, source.name());
            } catch (IOException e) {
                refusals.add("  " + source.name() + ": " + FileProblem.text(e));
            } catch (DataException e) {
                refusals.add("  " + source.name() + ": " + e.getMessage());
            } finally {
                Folders.deleteTree(staging);
            }
        }
        throw new DataException("""
                Fashion-MNIST cannot be had here:
                %s
                Perhaps put its four idx .gz files into %s, or use the small set shipped with Consort: --dataset digits"""
                .formatted(String.join("\n", refusals), cache));
    }

    private Path staging() {
        Path parent = cache.toAbsolutePath().getParent();
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, "fashion-mnist-");
        } catch (IOException e) {
            throw new DataException("Fashion-MNIST cannot be kept in %s: %s; perhaps set XDG_CACHE_HOME, or use the small"
                    .formatted(parent, FileProblem.reason(e)) + " set shipped with Consort: --dataset digits");
        }
    }

    private static Map<Part, byte[]> readAll(Path folder) throws IOException {
        Map<Part, byte[]> files = new HashMap<>();
        for (Part part : Part.values()) {
            Path file = folder.resolve(part.file);
            if (!Files.isRegularFile(file)) {
                throw new DataException(file + " is missing; remove the folder and try again");
            }
            byte[] bytes = unzip(Files.readAllBytes(file), file);
            Pins.require(file + " (uncompressed)", bytes, part.sha256);
            files.put(part, bytes);
        }
        return files;
    }

    private static byte[] unzip(byte[] gzipped, Path file) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            return in.readNBytes(MAX_FILE_BYTES);
        } catch (ZipException | EOFException e) {
            throw new DataException(file + " is not a gzip file (" + e.getMessage() + "); remove it and try again");
        }
    }

    private static DataSet decode(Map<Part, byte[]> files, String source) {
        return new DataSet(
                Idx.decode(files.get(Part.TRAIN_IMAGES), files.get(Part.TRAIN_LABELS)),
                Idx.decode(files.get(Part.TEST_IMAGES), files.get(Part.TEST_LABELS)),
                source);
    }
}
