package consort.worker.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.ledger.entry.CertificateRequest;
import consort.ledger.entry.LogKeys;
import consort.proto.Renewed;
import consort.worker.enroll.Learned;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * A new certificate for an organization whose own has ended, so that no call can renew it: a request in a file, signed with its key of
 * the ledger, and an answer in another.
 */
public record OfflineRenewal(PartyFolder folder) {

    /** Many times what is needed: the answer holds the ledger's entries about authorities and log keys. */
    public static final int MAX_ANSWER_BYTES = 4 << 20;

    /**
     * Makes a request. The key that it asks for is kept until {@link #take}; asked again, the same one is sent.
     *
     * @return the file for {@code consort coordinator certify}
     */
    public byte[] request(SecureRandom random, Instant now) {
        PendingCredential pending;
        if (Files.exists(folder.pendingKeyFile())) {
            pending = PendingCredential.load(folder.pendingKeyFile(), random);
        } else {
            pending = PendingCredential.create(random);
            pending.save(folder.pendingKeyFile());
        }
        LogKeys log = folder.trust().logKeys();
        return CertificateRequest.sign(log.newest().name(), folder.enrolled().organization(), now.toEpochMilli(),
                pending.signingRequest(), folder.signingKey()).bytes();
    }

    /**
     * Takes an answer in: keeps what it teaches, and the certificate.
     *
     * @throws ConfigException when no request waits for one, or it is no answer
     * @throws consort.certs.CertsException when it is not the answer to the request that waits
     * @throws consort.worker.enroll.TamperingException when what it says about log keys and authorities does not hold
     */
    public Credential take(byte[] answer, SecureRandom random, Instant now) {
        if (!Files.exists(folder.pendingKeyFile())) {
            throw new ConfigException("no request of " + folder.path() + " waits for an answer (there is no " + folder.pendingKeyFile()
                    + "): perhaps it was taken in before; 'consort member renew --request FILE' makes one");
        }
        PendingCredential pending = PendingCredential.load(folder.pendingKeyFile(), random);
        Identity.Organization self = new Identity.Organization(
                folder.authorities().consortium(), new Name(folder.enrolled().organization()));
        Credential credential = CertificateRenewal.take(folder, Learned.kept(folder), pending, parsed(answer), self, now);
        try {
            Files.deleteIfExists(folder.pendingKeyFile());
        } catch (IOException left) {
            // It is the credential's key, and as well protected as that.
        }
        return credential;
    }

    private static Renewed parsed(byte[] answer) {
        try {
            return Renewed.parseFrom(answer);
        } catch (InvalidProtocolBufferException malformed) {
            throw new ConfigException("this is no answer of 'consort coordinator certify': " + malformed.getMessage(), malformed);
        }
    }
}
