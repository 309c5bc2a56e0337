package consort.ledger.audit.fork;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.LedgerBuilder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search remembers of files is bounded by Java's memory. */
class FileRoomTest {

    @TempDir
    private Path temporary;

    @Test
    void aFolderForWhichMemoryDoesNotSufficeIsRefusedByName() throws IOException {
        LedgerFolder.writeReceipts(LedgerBuilder.consortium(), "acme/w1", temporary);
        Disk folder = new FileDisk(temporary);
        int files = folder.list("").size();
        new ForkSearch(new FileRoom(files)).files("receipts", folder);
        assertThatThrownBy(() -> new ForkSearch(new FileRoom(files - 1)).files("receipts", folder)).isInstanceOf(FileSystemException.class)
                .hasMessage("receipts: more than " + (files - 1) + " files, which is what Java's memory suffices for here;"
                        + " give a folder of receipts or proofs, or more memory (CONSORT_JAVA_OPTS=-Xmx8g)");
    }

    @Test
    void allFoldersCountTogether() throws IOException {
        LedgerFolder.writeReceipts(LedgerBuilder.consortium(), "acme/w1", temporary);
        Disk folder = new FileDisk(temporary);
        ForkSearch search = new ForkSearch(new FileRoom(2L * folder.list("").size() - 1));
        search.files("one", folder);
        assertThatThrownBy(() -> search.files("other", folder)).hasMessageStartingWith("other: more than ");
    }

    @Test
    void halfOfTheHeapIsForFilesAtAKibibyteEach() throws IOException {
        long all = Runtime.getRuntime().maxMemory() >> 11;
        FileRoom room = FileRoom.ofThisProgram();
        room.take("receipts", (int) all);
        assertThatThrownBy(() -> room.take("more", 1)).isInstanceOf(FileSystemException.class).hasMessageContaining("more than " + all + " files");
    }
}
