package consort.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {

    private static final Path INSTALLED = Path.of("/usr/share/datasets/fashion-mnist");
    private static final Consumer<String> SILENT = line -> {};

    @TempDir Path folder;

    @Test
    void fallsBackToTheNextSourceKeepsTheSetAndThenNeedsNoSource() throws IOException {
        assumeTrue(Files.isDirectory(INSTALLED), "the Debian package dataset-fashion-mnist is not installed");
        Path cache = folder.resolve("cache/fashion-mnist");
        DataSet set = new FashionMnist(cache, List.of(new Broken(), new Copying(INSTALLED))).obtain(SILENT);
        assertThat(set.train().count()).isEqualTo(60_000);
        assertThat(set.test().count()).isEqualTo(10_000);
        assertThat(set.test().countByLabel()).containsOnly(1000);
        assertThat(set.source()).isEqualTo("copying");
        DataSet again = new FashionMnist(cache, List.of()).obtain(SILENT);
        assertThat(again.test()).isEqualTo(set.test());
        assertThat(again.source()).isEqualTo("cache " + cache);
    }

    @Test
    void fetchesThePublishedFilesOverHttp() throws IOException {
        assumeTrue(Files.isDirectory(INSTALLED), "the Debian package dataset-fashion-mnist is not installed");
        HttpServer server = serve(INSTALLED);
        try {
            List<String> log = new ArrayList<>();
            DataSet set = new FashionMnist(folder.resolve("cache"), List.of(new PublishedFiles(uriOf(server)))).obtain(log::add);
            assertThat(set.train().count()).isEqualTo(60_000);
            assertThat(log).singleElement().asString().contains("31 MB");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhatEachSourceSaidAndNamesTheOtherSet() throws IOException {
        HttpServer server = serve(folder.resolve("nothing"));
        try {
            PublishedFiles published = new PublishedFiles(uriOf(server));
            assertThatThrownBy(() -> new FashionMnist(folder.resolve("cache"), List.of(new Broken(), published)).obtain(SILENT))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("broken: no such package")
                    .hasMessageContaining("train-images-idx3-ubyte.gz answered 404")
                    .hasMessageContaining("--dataset digits");
            assertThat(folder).isEmptyDirectory();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesFilesThatAreNotThePublishedOnes() throws IOException {
        Path forged = Files.createDirectory(folder.resolve("forged"));
        for (FashionMnist.Part part : FashionMnist.Part.values()) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(forged.resolve(part.file())))) {
                out.write(new byte[100]);
            }
        }
        Path cache = folder.resolve("cache");
        assertThatThrownBy(() -> new FashionMnist(cache, List.of(new Copying(forged))).obtain(SILENT))
                .isInstanceOf(DataException.class).hasMessageContaining("SHA-256");
        assertThat(cache).doesNotExist();
    }

    @Test
    void namesADamagedFileOfTheCache() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        for (FashionMnist.Part part : FashionMnist.Part.values()) {
            Files.writeString(cache.resolve(part.file()), "not gzip");
        }
        assertThatThrownBy(() -> new FashionMnist(cache, List.of()).obtain(SILENT))
                .isInstanceOf(DataException.class).hasMessageContaining("train-images-idx3-ubyte.gz is not a gzip file");
    }

    private static URI uriOf(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static HttpServer serve(Path files) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = files.resolve(exchange.getRequestURI().getPath().substring(1));
            try (exchange) {
                if (Files.isRegularFile(file)) {
                    exchange.sendResponseHeaders(200, Files.size(file));
                    Files.copy(file, exchange.getResponseBody());
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        });
        server.start();
        return server;
    }

    private record Copying(Path from) implements Source {
        @Override
        public String name() {
            return "copying";
        }

        @Override
        public void copyInto(Path to, Consumer<String> log) throws IOException {
            for (FashionMnist.Part part : FashionMnist.Part.values()) {
                Files.copy(from.resolve(part.file()), to.resolve(part.file()));
            }
        }
    }

    private record Broken() implements Source {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public void copyInto(Path to, Consumer<String> log) throws IOException {
            Files.writeString(to.resolve("half"), "half a file");
            throw new DataException("no such package");
        }
    }
}
