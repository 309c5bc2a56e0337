package consort.trainer.djl;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where DJL unpacks its engine. Isolated, this trainer may only read the folder that all trainers of a user share; when the
 * engine of this version is not in it, it goes into the trainer's own home.
 */
final class EngineFolder {

    /** What DJL asks first. */
    private static final String PROPERTY = "ENGINE_CACHE_DIR";

    private EngineFolder() {
    }

    static void choose() throws IOException {
        Path shared = Utils.getEngineCacheDir();
        if (Files.exists(shared) && !Files.isWritable(shared) && !holdsEngine(shared)) {
            System.setProperty(PROPERTY, Path.of(System.getProperty("user.home"), ".cache", "djl").toString());
        }
    }

    private static boolean holdsEngine(Path folder) throws IOException {
        Optional<String> name = engine();
        return name.isEmpty() || Files.isDirectory(folder.resolve("pytorch").resolve(name.get()));
    }

    /** The folder of the engine on the class path; empty where another engine is to be used. */
    private static Optional<String> engine() throws IOException {
        try (InputStream described = EngineFolder.class.getResourceAsStream("/native/lib/pytorch.properties")) {
            if (described == null) {
                return Optional.empty();
            }
            Properties of = new Properties();
            of.load(described);
            return Optional.of(of.getProperty("version") + "-" + of.getProperty("flavor") + "-" + of.getProperty("classifier"));
        }
    }
}
