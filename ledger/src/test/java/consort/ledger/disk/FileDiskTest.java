package consort.ledger.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileDiskTest extends DiskContract {

    @TempDir
    Path folder;

    @Override
    protected Disk disk() throws IOException {
        return new FileDisk(folder.resolve("not/yet/there"));
    }

    @Test
    void anotherInstanceOnTheSameFolderFindsTheLockHeld() throws IOException {
        Disk first = new FileDisk(folder);
        Disk second = new FileDisk(folder);
        try (Disk.Lock held = first.lock("lock")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> second.lock("lock")).isInstanceOf(LockedException.class);
        }
        second.lock("lock").close();
    }

    @Test
    void anotherProcessFindsTheLockHeldAlsoAfterARefusedSecondAttempt() throws Exception {
        Disk disk = new FileDisk(folder);
        try (Disk.Lock held = disk.lock("lock")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> disk.lock("lock")).isInstanceOf(LockedException.class);
            assertThat(lockInAnotherProcess()).contains("LockedException");
        }
        assertThat(lockInAnotherProcess()).contains("took the lock");
    }

    @Test
    void leavesNoTemporaryFilesAndHidesThoseOfADeadProcess() throws IOException {
        Disk disk = new FileDisk(folder);
        disk.create("a", bytes("x"));
        disk.replace("a", bytes("y"));
        assertThatThrownBy(() -> disk.create("a", bytes("z"))).isInstanceOf(FileAlreadyExistsException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("a"));
        }
        Files.writeString(folder.resolve(".tmp-1-1"), "left behind");
        assertThat(disk.list("")).containsExactly("a");
    }

    @Test
    void concurrentCreatorsHaveOneWinner() throws Exception {
        Disk disk = new FileDisk(folder);
        List<Callable<Boolean>> creators = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] own = bytes("creator " + i);
            creators.add(() -> {
                try {
                    disk.create("a/b", own);
                    return true;
                } catch (FileAlreadyExistsException lost) {
                    return false;
                }
            });
        }
        int winners = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> result : threads.invokeAll(creators)) {
                winners += result.get() ? 1 : 0;
            }
        }
        assertThat(winners).isOne();
        assertThat(text(disk, "a/b")).startsWith("creator ");
    }

    private String lockInAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-cp", System.getProperty("java.class.path"), TakesALock.class.getName(), folder.toString())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** The other process. */
    static final class TakesALock {

        public static void main(String[] arguments) throws IOException {
            try (Disk.Lock lock = new FileDisk(Path.of(arguments[0])).lock("lock")) {
                System.out.println("took the lock " + lock);
            }
        }
    }
}
