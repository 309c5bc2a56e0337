package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest extends ByteSourceContract {
    @TempDir
    private Path folder;
    private final List<FileSource> opened = new ArrayList<>();

    @Override
    ByteSource sourceOf(byte[] content) throws IOException {
        opened.add(FileSource.open(Files.write(folder.resolve("content-" + opened.size()), content)));
        return opened.getLast();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (FileSource source : opened) {
            source.close();
        }
    }

    @Test
    void saysThatTheFileShrank() throws IOException {
        ByteSource source = sourceOf(new byte[10]);
        Files.write(folder.resolve("content-0"), new byte[3]);

        assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(10)))
                .isInstanceOf(EOFException.class).hasMessageContaining("shrank from 10 to 3");
    }
}
