package consort.ledger.audit.fork;

import consort.ledger.audit.fork.Statement.OfPlaces;
import consort.ledger.audit.fork.Statement.OfTree;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.note.Note;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** What a file says that somebody kept, if the log signed it. Only this stays in memory, a worker has many such files. */
sealed interface Said {

    /** Where it was found. */
    HeldFile file();

    /** Where it was found, for people. */
    default String source() {
        return file().name();
    }

    /** A tree of the log. */
    record Tree(HeldFile file, long size, Hash root) implements Said {

        /** Reads it again, with its signatures; {@link IOException} when it says something else now. */
        SignedCheckpoint signed() throws IOException {
            return ((OfTree) statement()).signed();
        }
    }

    /** Entries at their places. */
    record Places(HeldFile file, List<Receipted> entries) implements Said {

        public Places {
            entries = List.copyOf(entries);
        }

        /** Reads it again, with its signatures; {@link IOException} when it says something else now. */
        Note note() throws IOException {
            return ((OfPlaces) statement()).note();
        }

        /** The leaf hash it promises; empty when it does not name the entry. */
        Optional<Hash> at(long index) {
            return entries.stream().filter(one -> one.index() == index).map(Receipted::leafHash).findFirst();
        }
    }

    /** The whole of it, read again; {@link IOException} when it says something else now. */
    default Statement statement() throws IOException {
        return Statement.read(file().bytes()).filter(again -> again.in(file()).equals(this)).orElseThrow(() ->
                new FileSystemException(source(), null, "it was changed while it was compared; compare again"));
    }

    /** Reads a file; empty when it is nothing that a log signs. */
    static Optional<Said> read(HeldFile file) throws IOException {
        return Statement.read(file.bytes()).map(statement -> statement.in(file));
    }
}
