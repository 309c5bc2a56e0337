package consort.ledger.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhatIsWrongWithTheFileThatTheSystemOnlyNames() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path absent = folder.resolve("absent");

        assertThat(problem(() -> Files.size(absent))).isEqualTo(absent + ": no such file or folder");
        assertThat(problem(() -> Files.createDirectories(file))).isEqualTo(file + ": it exists already");
        assertThat(problem(() -> Files.newDirectoryStream(file))).isEqualTo(file + ": it is not a folder");
        assertThat(problem(() -> Files.delete(folder))).isEqualTo(folder + ": it is not empty");
        assertThat(problem(() -> Files.writeString(file.resolve("below"), "x"))).isEqualTo(file.resolve("below") + ": not a directory");
    }

    @Test
    void keepsTheWordsOfOtherErrors() {
        assertThat(FileProblem.text(new IOException("the pipe broke"))).isEqualTo("the pipe broke");
        assertThat(FileProblem.text(new IOException())).isEqualTo("IOException");
        assertThat(FileProblem.text(new FileSystemException(null, null, "No space left on device")))
                .isEqualTo("no space left on device");
    }

    private static String problem(ThrowingCallable attempt) {
        return FileProblem.text(catchThrowableOfType(IOException.class, attempt));
    }
}
