package consort.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where the files of one fuzz test are.
final class FuzzFolders {
    private final Class<?> test;
    private final Path module;

    /// Within the module whose tests are run.
    FuzzFolders(Class<?> test) {
        this(test, Path.of(System.getProperty("basedir", "")).toAbsolutePath());
    }

    FuzzFolders(Class<?> test, Path module) {
        this.test = test;
        this.module = module;
    }

    /// What long runs keep and short ones leave when they fail; not part of the sources.
    Path kept() {
        return module.resolve(".fuzz").resolve(test.getSimpleName());
    }

    /// Inputs that once broke this decoder, among the test resources.
    Path findingsFolder() {
        return module.resolve("src/test/resources").resolve(test.getName().replace('.', '/'));
    }

    List<Path> findings() throws IOException {
        if (!Files.isDirectory(findingsFolder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(findingsFolder())) {
            return files.sorted().toList();
        }
    }

    /// The module as Maven's `-pl` names it.
    String moduleName() {
        Path root = module;
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        return root == null ? module.toString() : root.relativize(module).toString();
    }
}
