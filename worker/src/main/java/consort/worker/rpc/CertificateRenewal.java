package consort.worker.rpc;

import com.google.protobuf.ByteString;
import consort.certs.Certificates;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.PendingCredential;
import consort.ledger.entry.RenewalNote;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.Renewed;
import consort.worker.enroll.Learned;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Gets a new certificate, for a new key, with the one that is still valid, and learns which keys sign for the ledger and which
 * certificate authorities count.
 */
public final class CertificateRenewal {

    private CertificateRenewal() {
    }

    /**
     * Renews and saves. While the certificate is young, and by the authority that issues, the coordinator leaves it as it is.
     *
     * @param current what the channel shows
     * @return the new credential, already in the folder; {@code current} if it stays
     * @throws consort.worker.enroll.TamperingException when what it says about log keys and authorities does not hold
     * @throws consort.certs.CertsException when the answer is not a certificate for this identity
     */
    public static Credential renew(CoordinatorChannel channel, PartyFolder folder, Credential current, Instant now)
            throws StatusException {
        PendingCredential pending = PendingCredential.create(new SecureRandom());
        Learned asked = Learned.kept(folder);
        RenewRequest request = request(folder, pending.signingRequest());
        Renewed renewed = Calls.unary(channel, RenewalGrpc::newBlockingV2Stub, stub -> stub.renew(request));
        List<X509Certificate> chain = chain(renewed);
        if (chain.equals(current.chain())) {
            Learned.keep(folder, asked, renewed.getTrustEntriesList(), renewed.getAuthoritiesList());
            return current;
        }
        return take(folder, asked, pending, renewed, current.issued().identity(), now);
    }

    /**
     * Keeps the certificate and what the answer teaches besides; nothing when it is no certificate for this key and identity.
     *
     * @param asked what was known when the coordinator was asked
     */
    static Credential take(PartyFolder folder, Learned asked, PendingCredential pending, Renewed renewed, Identity.Issued identity,
            Instant now) {
        Learned learned = Learned.beyond(folder, asked, renewed.getTrustEntriesList(), renewed.getAuthoritiesList());
        Credential credential = pending.complete(chain(renewed), learned.authorities(), identity, now);
        Learned.keep(folder, asked, renewed.getTrustEntriesList(), renewed.getAuthoritiesList());
        credential.save(folder.credentialFile());
        return credential;
    }

    private static List<X509Certificate> chain(Renewed renewed) {
        return Certificates.decode(List.of(
                renewed.getCertificate().toByteArray(), renewed.getAuthorityCertificate().toByteArray()));
    }

    /** Signed by the party's key in the ledger, by which it is known should the coordinator's notes of its certificates be old. */
    private static RenewRequest request(PartyFolder folder, byte[] signingRequest) {
        RenewRequest.Builder request = RenewRequest.newBuilder().setSigningRequest(ByteString.copyFrom(signingRequest));
        if (folder.enrolled().person().isEmpty()) {
            request.setSigned(ByteString.copyFrom(
                    RenewalNote.sign(folder.signingKey(), folder.trust().logKey().name(), signingRequest)));
        }
        return request.build();
    }
}
