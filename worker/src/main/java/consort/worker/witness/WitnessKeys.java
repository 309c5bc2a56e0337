package consort.worker.witness;

import consort.certs.KeyFiles;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.member.OwnEntries;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** The key of an organization's witness: made here, and admitted by an entry that the organization signs. */
public final class WitnessKeys {

    /** The folder, in that of the organization or worker, where the witness remembers. */
    public static final String MEMORY = "witness";

    private final PartyFolder folder;
    private final String organization;

    /** @param folder an organization's own, or that of its worker which is the witness */
    public WitnessKeys(PartyFolder folder, String organization) {
        this.folder = folder;
        this.organization = organization;
    }

    private Path file() {
        return folder.path().resolve("keys/witness.key");
    }

    /** Empty when this folder's witness has not begun. */
    public Optional<SignerKey> kept() {
        if (!Files.exists(file())) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignerKey.parse(new String(KeyFiles.readSecret(file()), StandardCharsets.US_ASCII).strip()));
        } catch (MalformedNoteException damaged) {
            throw new ConfigException(file() + ": " + damaged.getMessage() + "; put it back from a backup", damaged);
        }
    }

    /** The key there is, or a new one that is kept before it is used. */
    public SignerKey present() {
        return kept().orElseGet(() -> {
            byte[] seed = new byte[SignerKey.SEED_BYTES];
            new SecureRandom().nextBytes(seed);
            String origin = folder.trust().logKeys().origin();
            SignerKey made = SignerKey.fromSeed(KeyNames.witness(origin, organization), seed);
            KeyFiles.writeNewSecret(file(), (made.secretText() + "\n").getBytes(StandardCharsets.US_ASCII));
            return made;
        });
    }

    /** Appends the entry that admits a key, which replaces the one before. */
    public void admit(CosignerKey key, OwnEntries own) throws IOException, StatusException {
        own.append(seq -> Key.witness(System.currentTimeMillis(), organization, seq, key));
    }

    /**
     * The same, by a worker.
     *
     * @param disk the folder's, whose lock the caller holds
     */
    public void admit(CosignerKey key, WorkerId worker, OwnEntries own, Disk disk) throws IOException, StatusException {
        own.append(disk, seq -> Key.witness(System.currentTimeMillis(), worker, seq, key));
    }
}
