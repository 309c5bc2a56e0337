package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Certificates, as a handshake and an answer to an enrollment bring them. */
class CertificateFuzzTest extends DecoderFuzzTest {
    private static final Pki PKI = new Pki("acme", 1);
    private static final Invite INVITE =
            Invite.create(Pki.ADDRESS, PKI.organization("beta"), PKI.fingerprint(), Pki.seeded(2));
    private static final Admission ADMISSION = PKI.admission(Set.of(), invite -> invite.equals(INVITE.hash()) ? InviteStanding.OPEN : InviteStanding.UNKNOWN, reason -> { });
    private static final PendingCredential PENDING = PendingCredential.create(Pki.seeded(3));
    private static final Credential COORDINATOR = PKI.coordinator("localhost", "192.0.2.1");

    /** Whom the first certificates of the seeds stand for. */
    private static final List<Credential> CREDENTIALS = List.of(
            PKI.credential(PKI.worker("beta", "w1")), PKI.credential(PKI.operator()), INVITE.bootstrap(Pki.START, Pki.seeded(4)));

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        CREDENTIALS.forEach(credential -> seeds.add(Certificates.encode(credential.chain().getFirst())));
        seeds.add(Certificates.encode(PKI.authority.certificate().certificate()));
        seeds.add(Certificates.encode(COORDINATOR.chain().getFirst()));
        return seeds;
    }

    @Override
    protected int quickRuns() {
        return 1500;
    }

    /** The parser is that of the JDK. */
    @Override
    protected String guidedBy() {
        return "consort.**:sun.security.x509.**:sun.security.util.Der**";
    }

    @Override
    protected boolean accepts(byte[] input) {
        X509Certificate certificate;
        try {
            certificate = Certificates.decode(List.of(input)).getFirst();
        } catch (CertsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(input.length).isLessThanOrEqualTo(Certificates.MAX_CERTIFICATE_BYTES);
        isAdmittedOnlyAsWhatItWasIssuedFor(certificate);
        isNoAnswerToARequest(certificate);
        return true;
    }

    private static void isAdmittedOnlyAsWhatItWasIssuedFor(X509Certificate certificate) {
        try {
            Principal identity = ADMISSION.admit(certificate);
            assertThat(identity).isEqualTo(ADMISSION.admitAgain(certificate));
            assertThat(certificate.getPublicKey()).isIn(CREDENTIALS.stream()
                    .filter(credential -> identity.equals(admitted(credential)))
                    .map(credential -> credential.chain().getFirst().getPublicKey()).toList());
        } catch (CertificateException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static Principal admitted(Credential credential) {
        try {
            return ADMISSION.admit(credential.chain().getFirst());
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static void isNoAnswerToARequest(X509Certificate certificate) {
        X509Certificate authority = PKI.authority.certificate().certificate();
        for (List<X509Certificate> chain : List.of(List.of(certificate, authority), List.of(authority, certificate))) {
            try {
                PENDING.complete(chain, PKI.fingerprint(), PKI.worker("beta", "w1"), Pki.START);
                throw new AssertionError("a certificate for another key was taken");
            } catch (CertsException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
