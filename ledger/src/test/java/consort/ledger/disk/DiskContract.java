package consort.ledger.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** What every {@link Disk} does while nothing fails. Subclasses give an empty one. */
public abstract class DiskContract {

    /** An empty disk, new for each test. */
    protected abstract Disk disk() throws IOException;

    @Test
    public void anAbsentFileDoesNotExistAndCannotBeRead() throws IOException {
        Disk disk = disk();
        assertThat(disk.exists("a/b")).isFalse();
        assertThatThrownBy(() -> disk.size("a/b")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.read("a/b", 0, ByteBuffer.allocate(1))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.rename("a/b", "c")).isInstanceOf(NoSuchFileException.class);
        disk.delete("a/b");
        assertThat(disk.list("a")).isEmpty();
    }

    @Test
    public void createsAFileOnce() throws IOException {
        Disk disk = disk();
        disk.create("a/b", bytes("first"));
        assertThatThrownBy(() -> disk.create("a/b", bytes("other"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(text(disk, "a/b")).isEqualTo("first");
        assertThat(disk.exists("a/b")).isTrue();
        assertThat(disk.exists("a")).as("a folder is no file").isFalse();
    }

    @Test
    public void replacesWhetherOrNotAFileWasThere() throws IOException {
        Disk disk = disk();
        disk.replace("a/b", bytes("first and long"));
        disk.replace("a/b", bytes("second"));
        assertThat(text(disk, "a/b")).isEqualTo("second");
        assertThat(disk.list("a")).containsExactly("b");
    }

    @Test
    public void readsRangesAndStopsAtTheEnd() throws IOException {
        Disk disk = disk();
        disk.create("f", bytes("0123456789"));
        ByteBuffer four = ByteBuffer.allocate(4);
        assertThat(disk.read("f", 3, four)).isEqualTo(4);
        assertThat(new String(four.array(), StandardCharsets.UTF_8)).isEqualTo("3456");
        assertThat(disk.read("f", 8, ByteBuffer.allocate(4))).isEqualTo(2);
        assertThat(disk.read("f", 10, ByteBuffer.allocate(4))).isZero();
        assertThat(disk.read("f", 1L << 40, ByteBuffer.allocate(4))).isZero();
    }

    @Test
    public void anOpenFileIsReadAsByItsPath() throws IOException {
        Disk disk = disk();
        disk.create("f", bytes("0123456789"));
        ByteBuffer four = ByteBuffer.allocate(4);
        try (Disk.Reader file = disk.reader("f")) {
            assertThat(file.read(3, four)).isEqualTo(4);
            assertThat(file.read(8, ByteBuffer.allocate(4))).isEqualTo(2);
            assertThat(file.read(10, ByteBuffer.allocate(4))).isZero();
        }
        assertThat(new String(four.array(), StandardCharsets.UTF_8)).isEqualTo("3456");
        assertThatThrownBy(() -> disk.reader("g")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void refusesToReadMoreThanAllowed() throws IOException {
        Disk disk = disk();
        disk.create("f", bytes("0123456789"));
        assertThat(disk.readAll("f", 10)).hasSize(10);
        assertThatThrownBy(() -> disk.readAll("f", 9)).isInstanceOf(IOException.class).hasMessageContaining("f: has 10 bytes");
    }

    @Test
    public void appendsAtTheEndAcrossOpenings() throws IOException {
        Disk disk = disk();
        try (Disk.Appender appender = disk.append("logs/1")) {
            assertThat(appender.position()).isZero();
            appender.write(ByteBuffer.wrap(bytes("one ")));
            appender.sync();
            appender.write(ByteBuffer.wrap(bytes("two ")));
            assertThat(text(disk, "logs/1")).isEqualTo("one two ");
        }
        try (Disk.Appender appender = disk.append("logs/1")) {
            assertThat(appender.position()).isEqualTo(8);
            ByteBuffer part = ByteBuffer.wrap(bytes("[three]"), 1, 5);
            appender.write(part);
            assertThat(part.hasRemaining()).isFalse();
            appender.sync();
            assertThat(appender.position()).isEqualTo(13);
        }
        assertThat(text(disk, "logs/1")).isEqualTo("one two three");
    }

    @Test
    public void aClosedAppenderRefusesBytes() throws IOException {
        Disk.Appender appender = disk().append("f");
        appender.close();
        assertThatThrownBy(() -> appender.write(ByteBuffer.wrap(bytes("x")))).isInstanceOf(IOException.class);
        appender.close();
    }

    @Test
    public void truncatesAndNeverLengthens() throws IOException {
        Disk disk = disk();
        disk.create("f", bytes("0123456789"));
        disk.truncate("f", 4);
        assertThat(text(disk, "f")).isEqualTo("0123");
        assertThatThrownBy(() -> disk.truncate("f", 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> disk.truncate("g", 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void renamesOverAnExistingFile() throws IOException {
        Disk disk = disk();
        disk.create("staged/x", bytes("new"));
        disk.create("final/x", bytes("old"));
        disk.rename("staged/x", "final/x");
        assertThat(text(disk, "final/x")).isEqualTo("new");
        assertThat(disk.exists("staged/x")).isFalse();
    }

    @Test
    public void deletes() throws IOException {
        Disk disk = disk();
        disk.create("a/b", bytes("x"));
        disk.delete("a/b");
        assertThat(disk.exists("a/b")).isFalse();
        disk.create("a/b", bytes("y"));
        assertThat(text(disk, "a/b")).isEqualTo("y");
    }

    @Test
    public void listsNamesSortedWithFoldersMarked() throws IOException {
        Disk disk = disk();
        for (String path : new String[] {"tile/0/001", "tile/0/000", "tile/0/000.p/7", "tile/entries/000", "top"}) {
            disk.create(path, bytes("x"));
        }
        assertThat(disk.list("")).containsExactly("tile/", "top");
        assertThat(disk.list("tile")).containsExactly("0/", "entries/");
        assertThat(disk.list("tile/0")).containsExactly("000", "000.p/", "001");
        assertThat(disk.list("top")).isEmpty();
        assertThat(disk.list("til")).isEmpty();
    }

    @Test
    public void aLockHasOneHolder() throws IOException {
        Disk disk = disk();
        Disk.Lock held = disk.lock("journal/lock");
        assertThatThrownBy(() -> disk.lock("journal/lock")).isInstanceOf(LockedException.class).hasMessageContaining("journal/lock");
        disk.lock("other/lock").close();
        held.close();
        Disk.Lock again = disk.lock("journal/lock");
        held.close();
        assertThatThrownBy(() -> disk.lock("journal/lock")).isInstanceOf(LockedException.class);
        again.close();
    }

    @Test
    public void refusesPathsThatLeaveTheRoot() throws IOException {
        Disk disk = disk();
        for (String path : new String[] {"", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a\\b", "a\0b", ".tmp-1"}) {
            assertThatThrownBy(() -> disk.create(path, bytes("x"))).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> disk.exists(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> disk.list("..")).isInstanceOf(IllegalArgumentException.class);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static String text(Disk disk, String path) throws IOException {
        return new String(disk.readAll(path, 1 << 20), StandardCharsets.UTF_8);
    }
}
