package consort.worker.copy;

import consort.ledger.disk.FileProblem;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Document;
import consort.ledger.entry.Limits;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The charter whose digest a folder trusts: kept beside it as {@code charter.json}, fetched when it is not there. */
public final class KeptCharter {

    private KeptCharter() {
    }

    /** Keeps it, as joining does. */
    public static void keep(PartyFolder folder, CharterDocument charter) {
        folder.write(file(folder), new String(charter.bytes(), StandardCharsets.UTF_8));
    }

    private static Path file(PartyFolder folder) {
        return folder.path().resolve("charter.json");
    }

    /** What is kept, if it is the one that the folder trusts. */
    public static Optional<CharterDocument> kept(PartyFolder folder) throws IOException {
        if (!Files.exists(file(folder))) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file(folder));
        return Document.digest(bytes).equals(folder.trust().charter()) ? Optional.of(CharterDocument.parse(bytes)) : Optional.empty();
    }

    /** Every failure is a {@link ConfigException}: without the charter, what was asked for cannot be reckoned. */
    public static CharterDocument read(PartyFolder folder, CoordinatorChannel channel) {
        String digest = folder.trust().charter();
        try {
            Optional<CharterDocument> kept = kept(folder);
            if (kept.isPresent()) {
                return kept.get();
            }
            Optional<byte[]> fetched = new RemoteLedger(channel).read("docs/" + digest, Limits.MAX_DOCUMENT_BYTES)
                    .filter(bytes -> Document.digest(bytes).equals(digest));
            byte[] charter = fetched.orElseThrow(() -> new ConfigException(
                    "the coordinator does not give the charter " + digest + ", which " + folder.trustFile() + " names"));
            CharterDocument read = CharterDocument.parse(charter);
            keep(folder, read);
            return read;
        } catch (StatusException e) {
            throw new ConfigException("the charter cannot be fetched: "
                    + Failures.text(e.getStatus()), e);
        } catch (IOException e) {
            throw new ConfigException("cannot keep the charter: " + FileProblem.text(e), e);
        }
    }
}
