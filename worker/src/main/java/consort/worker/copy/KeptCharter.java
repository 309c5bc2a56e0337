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

    /** Every failure is a {@link ConfigException}: without the charter, what was asked for cannot be reckoned. */
    public static CharterDocument read(PartyFolder folder, CoordinatorChannel channel) {
        Path file = folder.path().resolve("charter.json");
        String digest = folder.trust().charter();
        try {
            if (Files.exists(file)) {
                byte[] kept = Files.readAllBytes(file);
                if (Document.digest(kept).equals(digest)) {
                    return CharterDocument.parse(kept);
                }
            }
            Optional<byte[]> fetched = new RemoteLedger(channel).read("docs/" + digest, Limits.MAX_DOCUMENT_BYTES)
                    .filter(bytes -> Document.digest(bytes).equals(digest));
            byte[] charter = fetched.orElseThrow(() -> new ConfigException(
                    "the coordinator does not give the charter " + digest + ", which " + folder.trustFile() + " names"));
            folder.write(file, new String(charter, StandardCharsets.UTF_8));
            return CharterDocument.parse(charter);
        } catch (StatusException e) {
            throw new ConfigException("the charter, whose rate a budget in money needs, cannot be fetched: "
                    + Failures.text(e.getStatus()), e);
        } catch (IOException e) {
            throw new ConfigException("cannot keep the charter: " + FileProblem.text(e), e);
        }
    }
}
