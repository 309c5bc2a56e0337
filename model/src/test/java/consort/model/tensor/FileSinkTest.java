package consort.model.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest extends ByteSinkContract {
    @TempDir
    private Path folder;
    private FileSink sink;

    @BeforeEach
    void replaceAnOlderFile() throws IOException {
        sink = FileSink.create(Files.writeString(folder.resolve("out"), "something older and longer"));
    }

    @AfterEach
    void close() throws IOException {
        sink.close();
    }

    @Override
    ByteSink sink() {
        return sink;
    }

    @Override
    byte[] taken() throws IOException {
        sink.sync();
        return Files.readAllBytes(folder.resolve("out"));
    }
}
