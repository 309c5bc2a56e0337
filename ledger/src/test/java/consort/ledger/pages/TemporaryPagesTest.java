package consort.ledger.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.fold.Pages;
import consort.ledger.fold.PagesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryPagesTest extends PagesContract {

    private static final int HEAP_BYTES = 1000;
    private static final int CHUNK_BYTES = 1 << 18;

    @TempDir
    private Path folder;
    private final List<TemporaryPages> opened = new ArrayList<>();

    @Override
    protected Pages pages() {
        return open(folder);
    }

    @AfterEach
    void close() throws IOException {
        for (TemporaryPages pages : opened) {
            pages.close();
        }
    }

    @Test
    void smallStatesNeedNoFile() {
        TemporaryPages pages = open(folder.resolve("absent"));
        assertThat(pages.page(HEAP_BYTES).isDirect()).isFalse();
        assertThat(pages.fileBytes()).isZero();
    }

    @Test
    void theFileHasNoNameAndItsPagesOutliveIt() throws IOException {
        TemporaryPages pages = open(folder);
        pages.page(HEAP_BYTES);
        ByteBuffer first = pages.page(CHUNK_BYTES).putInt(0, 17);
        ByteBuffer second = pages.page(CHUNK_BYTES).putInt(0, 18);
        assertThat(pages.fileBytes()).isEqualTo(2L * CHUNK_BYTES);
        try (var names = Files.list(folder)) {
            assertThat(names).isEmpty();
        }
        pages.close();
        assertThat(first.getInt(0)).isEqualTo(17);
        assertThat(second.isDirect()).isTrue();
        assertThat(second.getInt(0)).isEqualTo(18);
    }

    @Test
    void emptyFilesOfProcessesThatDiedInBetweenAreSweptAndNothingElse() throws IOException {
        Files.createFile(folder.resolve("consort-1b4e28ba.pages"));
        Files.writeString(folder.resolve("consort-full.pages"), "kept");
        Files.createFile(folder.resolve("notes"));
        TemporaryPages pages = open(folder);
        pages.page(HEAP_BYTES);
        pages.page(1);
        try (var names = Files.list(folder)) {
            assertThat(names.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("consort-full.pages", "notes");
        }
    }

    /** As with a disk that fails: what stands behind a page is not there any more. */
    @Test
    void aPageThatIsLostIsAnErrorOfTheRuntime() throws IOException {
        List<FileChannel> files = new ArrayList<>();
        TemporaryPages pages = open(folder, in -> {
            files.add(TemporaryPages.open(in));
            return files.getLast();
        });
        pages.page(HEAP_BYTES);
        ByteBuffer page = pages.page(CHUNK_BYTES);
        files.getFirst().truncate(0);
        assertThatThrownBy(() -> page.put(0, new byte[CHUNK_BYTES])).isInstanceOfSatisfying(InternalError.class,
                fault -> assertThat(LostPageException.of(fault)).as(fault.getMessage()).isPresent());
    }

    @Test
    void otherErrorsOfTheRuntimeAreNoLostPages() {
        assertThat(LostPageException.of(new InternalError("a method could not be linked"))).isEmpty();
        assertThat(LostPageException.of(new InternalError())).isEmpty();
    }

    @Test
    void whereThereIsNoRoomTheErrorSaysWhatToDo() {
        TemporaryPages pages = open(folder.resolve("absent"));
        pages.page(HEAP_BYTES);
        assertThatThrownBy(() -> pages.page(1)).isInstanceOf(UncheckedIOException.class).cause().isInstanceOf(NoRoomException.class)
                .hasMessageContainingAll(folder.resolve("absent").toString(), "the test must remember", "no such file or folder", "make room");
    }

    @Test
    void aDiskThatFillsUpIsAnErrorBeforeAnythingIsMapped() {
        List<FillingDisk> disks = new ArrayList<>();
        TemporaryPages pages = open(folder, in -> {
            disks.add(new FillingDisk(TemporaryPages.open(in), CHUNK_BYTES + CHUNK_BYTES / 2));
            return disks.getLast();
        });
        pages.page(HEAP_BYTES);
        ByteBuffer first = pages.page(CHUNK_BYTES).putInt(0, 17);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pages.page(CHUNK_BYTES)).isInstanceOf(UncheckedIOException.class).cause().isInstanceOf(NoRoomException.class)
                    .hasMessageContainingAll("No space left on device", "make room");
        }
        assertThat(disks.getFirst().mappedBytes()).isEqualTo(CHUNK_BYTES);
        assertThat(first.getInt(0)).isEqualTo(17);
        disks.getFirst().makeRoom();
        ByteBuffer second = pages.page(CHUNK_BYTES);
        byte[] zeros = new byte[CHUNK_BYTES];
        second.get(0, zeros);
        assertThat(zeros).containsOnly(0);
        assertThat(disks.getFirst().writtenBytes()).as("every block was written before it was mapped").isEqualTo(disks.getFirst().mappedBytes());
        assertThat(disks).hasSize(1);
    }

    private TemporaryPages open(Path in) {
        return open(in, TemporaryPages::open);
    }

    private TemporaryPages open(Path in, TemporaryPages.Opener opener) {
        TemporaryPages pages = new TemporaryPages(new Place(in, "the test", "make room"), opener, HEAP_BYTES, CHUNK_BYTES);
        opened.add(pages);
        return pages;
    }
}
